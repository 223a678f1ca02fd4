"""The browsable API: each response as a page, with links and with forms that send raw JSON.

Paths, inputs and links come from the OpenAPI description, as any API client could read them.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import orjson
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from rest_framework.renderers import BrowsableAPIRenderer

from core.encoding import to_json
from kanban.protocol_catalogue import readable_path
from projects.api.renderers import WireRenderer

ROOT = "/api/v1"
MAX_LINKED_BYTES = 200_000
"""A longer response is shown without links, which would cost more than they help."""
PARAMETER = re.compile(r"{\w+}")
WRITES = ("post", "patch", "delete")

Description = dict[str, Any]


class BrowsableRenderer(BrowsableAPIRenderer):
    def get_context(
        self, data: Any, accepted_media_type: str | None, renderer_context: Any
    ) -> dict[str, Any]:
        view, request, response = (renderer_context[key] for key in ("view", "request", "response"))
        # Imported late: DRF imports this module with its first view, and kanban.api needs all views.
        description = import_string("kanban.api.openapi_description")(get_language())
        route = readable_path(request.resolver_match.route)
        plain = json.loads(WireRenderer().render(data) or b"null")
        writable = response.status_code < 400 or response.status_code == 405
        return {
            "name": self.get_name(view),
            "description": _description(description["paths"].get(route, {}).get("get", {})),
            "crumbs": list(breadcrumbs(request.path)),
            "response": response,
            "response_headers": dict(
                sorted({**response.headers, "Content-Type": WireRenderer.media_type}.items())
            ),
            "content": linked_json(plain, description, route),
            "below": list(subresources(request.path, route, description)),
            "forms": list(forms(request.path, route, description, plain)) if writable else [],
        }


# ── Links ─────────────────────────────────────────────────────────────────────────────────────────


def breadcrumbs(path: str) -> Iterator[tuple[str, str]]:
    """Yield (label, path) of each step from the root of the API to `path`."""
    yield ROOT, f"{ROOT}/"
    url = ROOT
    for word in path.removeprefix(ROOT).strip("/").split("/"):
        url += f"/{word}"
        if word:
            yield word, url


def subresources(path: str, route: str, description: Description) -> Iterator[tuple[str, str]]:
    """Yield (label, path) of what can be read directly below `path`, whatever ids are called there."""
    own = PARAMETER.sub("{}", route) + "/"
    for other, item in description["paths"].items():
        pattern = PARAMETER.sub("{}", other)
        rest = pattern.removeprefix(own)
        if rest != pattern and "{" not in rest and "get" in item and not route.endswith("/"):
            yield rest, f"{path}/{rest}"


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


def forms(path: str, route: str, description: Description, data: Any) -> Iterator[dict[str, Any]]:
    known = data if isinstance(data, dict) and "code" not in data else {}
    for method in WRITES:
        operation = description["paths"].get(route, {}).get(method)
        if operation is None or not _takes_json(operation):
            continue
        body = _body_schema(operation, description)
        version = f"?version={known['version']}" if method == "delete" and "version" in known else ""
        yield {
            "method": method.upper(),
            "action": path + version,
            "description": _description(operation),
            "body": None if body is None else _example(body, description, known if method == "patch" else {}),
            "optional": []
            if body is None
            else sorted(set(body["properties"]) - set(body.get("required", []))),
        }


def _description(operation: dict[str, Any]) -> str:
    return operation.get("description", "").replace("`", "")


def _takes_json(operation: dict[str, Any]) -> bool:
    return "application/json" in operation.get("requestBody", {}).get("content", {"application/json": None})


def _body_schema(operation: dict[str, Any], description: Description) -> dict[str, Any] | None:
    if "requestBody" not in operation:
        return None
    return _resolved(operation["requestBody"]["content"]["application/json"]["schema"], description)


def _example(schema: dict[str, Any], description: Description, known: dict[str, Any]) -> str:
    """Return a JSON body: known values of the fields, and blank values for the required ones."""
    values = {name: known[name] for name in schema["properties"] if name in known}
    for name in schema.get("required", []):
        values.setdefault(name, _blank(_resolved(schema["properties"][name], description)))
    return orjson.dumps(values, option=orjson.OPT_INDENT_2).decode()


def _blank(schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "string")
    blanks = {"integer": schema.get("minimum", 0), "boolean": False, "array": [], "object": {}}
    return blanks.get(kind[0] if isinstance(kind, list) else kind, "")


def _resolved(schema: dict[str, Any], description: Description) -> dict[str, Any]:
    while "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


# ── The response ──────────────────────────────────────────────────────────────────────────────────


def linked_json(data: Any, description: Description, route: str) -> SafeString:
    """Return `data` as indented JSON, with links from ids and URLs."""
    plain = to_json(data, option=orjson.OPT_INDENT_2).decode()
    if len(plain) > MAX_LINKED_BYTES:
        return format_html("{}", plain)
    words = [word for word in route.removeprefix(ROOT).split("/") if word and "{" not in word]
    return _JsonRenderer(description).render(data, key="", kind=words[-1] if words else "")


class _JsonRenderer:
    def __init__(self, description: Description) -> None:
        self.readable = {path for path, item in description["paths"].items() if "get" in item}

    def render(self, value: Any, *, key: str, kind: str, indent: int = 0) -> SafeString:
        """Render a value. `kind` is the collection of an "id" at this depth: "projects", "cards"."""
        inner, outer = "  " * (indent + 1), "  " * indent
        if isinstance(value, dict) and value:
            rows = (
                (inner, name, self.render(item, key=name, kind=_kind(name, item, kind), indent=indent + 1))
                for name, item in value.items()
            )
            pairs = format_html_join(",\n", '{}<span class="json__key">"{}"</span>: {}', rows)
            return format_html("{{\n{}\n{}}}", pairs, outer)
        if isinstance(value, list) and value:
            items = ((inner, self.render(item, key=key, kind=kind, indent=indent + 1)) for item in value)
            return format_html("[\n{}\n{}]", format_html_join(",\n", "{}{}", items), outer)
        return self._leaf(value, key, kind)

    def _leaf(self, value: Any, key: str, kind: str) -> SafeString:
        text = json.dumps(value, ensure_ascii=False)
        target = self._target(value, key, kind) if isinstance(value, str) else ""
        return format_html('<a href="{}">{}</a>', target, text) if target else format_html("{}", text)

    def _target(self, value: str, key: str, kind: str) -> str:
        if value.startswith(("http://", "https://")):
            return value
        of = kind if key == "id" else f"{key.removesuffix('Id')}s" if key.endswith("Id") else ""
        return f"{ROOT}/{of}/{value}" if f"{ROOT}/{of}/{{id}}" in self.readable else ""


def _kind(name: str, item: Any, kind: str) -> str:
    if name == "results" or not isinstance(item, dict | list):
        return kind
    return name if isinstance(item, list) else f"{name}s"
