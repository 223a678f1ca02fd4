"""The catalogue of commands and entities in Markdown, from the registry, the URLs and the inputs."""

import inspect
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.core.validators import RegexValidator
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework import serializers

from accounts.api.serializers import PersonSerializer
from boards.api import schema as boards
from boards.inputs.bulk import Titles
from chat import schema as chat
from core.moments import Moment
from core.wire import Flag, Id, Ids, Instant, Integer, NewId, Text, WireSerializer
from files import schema as files
from kanban.generated_docs import table
from projects.api import schema as projects
from projects.permissions import MEMBER_ROLES, Role
from projects.registry import Command, commands

API = "api/v1/"
RUNS = re.compile(r"self\.run\(\s*\"([a-z_.]+)\"")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")

ENTITIES = {
    "Person": PersonSerializer,
    "Project": projects.Project,
    "Member": projects.Member,
    "Invitation": projects.Invitation,
    "Column": boards.Column,
    "Card": boards.Card,
    "Comment": boards.Comment,
    "Checklist": boards.Checklist,
    "ChecklistItem": boards.ChecklistItem,
    "Label": boards.Label,
    "Message": chat.Message,
    "File": files.File,
    "Event": projects.Event,
}


class CommandRoute(NamedTuple):
    """A REST method and path, below /api/v1, that runs a command."""

    method: str
    path: str
    command: str


def catalogue() -> str:
    """Return Markdown: permissions of roles, a table of all commands, the input of each, and entities."""
    public = [commands[name] for name in sorted(commands) if not commands[name].internal]
    parts = [
        "### Roles",
        table(("command", *(role.value for role in MEMBER_ROLES)), map(_allowed, public)),
        "### Commands",
        table(("command", "role", "event", "REST, below `/api/v1`"), map(_summary, public)),
        "### Input",
        *(part for command in public for part in _input(command)),
        "### Entities",
        *(part for name, entity in ENTITIES.items() for part in _entity(name, entity)),
    ]
    return "\n\n".join(parts)


@cache
def command_routes() -> tuple[CommandRoute, ...]:
    """Return every REST route that runs a command."""
    return tuple(_routes(get_resolver().url_patterns, ""))


def command_of(view: Any, action: str) -> str:
    """Return the name of the command that an action of a viewset runs; "" for an action that only reads."""
    method = getattr(view, action, None)
    found = RUNS.search(inspect.getsource(method)) if method else None
    return found[1] if found else ""


def readable_path(route: str) -> str:
    """Turn a Django route into the path of the API: `projects/<str:project_pk>` → `/projects/{projectId}`."""
    names = {
        "pk": "id",
        **{f"{noun}_pk": f"{noun}Id" for noun in ("project", "column", "card", "checklist")},
    }
    return "/" + PARAMETER.sub(lambda match: f"{{{names.get(match[1], match[1])}}}", route)


def _routes(patterns: list[Any], prefix: str) -> Iterator[CommandRoute]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and route.startswith(API):
            view = getattr(pattern.callback, "cls", None)
            for method, action in (getattr(pattern.callback, "actions", None) or {}).items():
                name = command_of(view, action)
                if name:
                    yield CommandRoute(method.upper(), readable_path(route.removeprefix(API)), name)


def _summary(command: Command) -> tuple[str, ...]:
    paths = [f"`{route.method} {route.path}`" for route in command_routes() if route.command == command.name]
    who = "anyone signed in" if command.role is Role.OUTSIDER else command.role.value
    return f"`{command.name}`", who, event_of(command), " · ".join(paths) or "WebSocket only"


def event_of(command: Command) -> str:
    """Return the event of a command, such as `card.moved`; an undo has the event of its inverse."""
    return f"`{command.event}`" if command.event else "that of the inverse"


def _allowed(command: Command) -> tuple[str, ...]:
    return f"`{command.name}`", *("yes" if role.may(command.role) else "" for role in MEMBER_ROLES)


def _input(command: Command) -> Iterator[str]:
    yield f"#### `{command.name}`"
    rows = [
        (f"`{name}`", "required" if field.required else "", describe(field))
        for name, field in command.input().fields.items()
    ]
    rows += [(f"`{name}`", "", "echoed in the ack, no part of the input") for name in command.echoed]
    yield table(("field", "", "takes"), rows)
    if command.acked:
        keys = ", ".join(f"`{key}`" for key in (*command.acked, *command.echoed))
        yield f"A socket's ack holds only {keys}."


def _entity(name: str, entity: type[WireSerializer]) -> Iterator[str]:
    yield f"#### {name}"
    yield table(("field", "is"), [(f"`{key}`", describe(field)) for key, field in entity().fields.items()])


def describe(field: Any) -> str:
    """Describe what a field takes or contains: "text, 1–200 characters"."""
    text = next(description(field) for kind, description in DESCRIPTIONS if isinstance(field, kind))
    return f"{text}, or null" if field.allow_null else text


def _text(field: Text) -> str:
    lines = ", several lines" if field.multiline else ""
    rules: list[Any] = [rule for rule in field.validators if isinstance(rule, RegexValidator)]
    shape = "".join(f", `{rule.regex.pattern}`" for rule in rules)
    return f"text, {0 if field.blank else 1}–{field.max_length} characters{lines}{shape}"


def _choice(field: serializers.ChoiceField) -> str:
    return "one of " + " ".join(f"`{value}`" for value in field.choices)


# The first match counts.
DESCRIPTIONS: list[tuple[Any, Any]] = [
    (Text, _text),
    (Integer, lambda field: f"integer, {field.min_value}–{field.max_value}"),
    (Flag, lambda field: "boolean"),
    (NewId, lambda field: "UUIDv7, made by the client"),
    (Ids, lambda field: f"list of at most {field.max_length} UUIDs"),
    ((Id, serializers.UUIDField), lambda field: "UUID"),
    (Moment, lambda field: "date, or RFC 3339 time"),
    ((Instant, serializers.DateTimeField), lambda field: "RFC 3339 time"),
    (serializers.ChoiceField, _choice),
    (serializers.EmailField, lambda field: "e-mail address"),
    (Titles, lambda field: f"list of {field.min_length}–{field.max_length}, each {describe(field.child)}"),
    (serializers.ListField, lambda field: f"list of {describe(field.child)}s"),
    (serializers.DictField, lambda field: "object"),
    (serializers.ListSerializer, lambda field: f"list of {describe(field.child)}"),
    (serializers.BaseSerializer, lambda field: f"{{{', '.join(field.fields)}}}"),
    (serializers.BooleanField, lambda field: "boolean"),
    (serializers.IntegerField, lambda field: "integer"),
    (serializers.CharField, lambda field: "text"),
    (serializers.Field, lambda field: "value"),
]
