"""Adds to the OpenAPI description what the generator cannot see: commands, responses to DELETE, refusals."""

import inspect
from typing import Any

from drf_spectacular.openapi import AutoSchema

from kanban.protocol_catalogue import command_of, event_of, readable_path
from projects.permissions import Role
from projects.registry import commands

REFUSAL = {
    "type": "object",
    "required": ["code", "detail"],
    "properties": {
        "code": {"type": "string", "description": "What is the case, for programs."},
        "detail": {"type": "string", "description": "The same for people, in their language."},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "With `invalid`: what is wrong with which field.",
        },
        "current": {"type": "object", "description": "With `version_conflict`: the entity as it is now."},
        "retryAfter": {"type": "integer", "description": "Seconds, as in the header Retry-After."},
    },
}
REFUSED = {
    "description": "Refused.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
}
IDS = {"id", "projectId", "columnId", "cardId", "checklistId"}


class CommandSchema(AutoSchema):
    def get_description(self) -> str:  # type: ignore[override]
        """Return the docstring of the action or the view, not an inherited one, and the command it runs."""
        action = getattr(self.view, "action", None) or self.method.lower()
        own = inspect.getdoc(getattr(self.view, action, None)) or vars(type(self.view)).get("__doc__") or ""
        return "\n\n".join(part for part in (own, self._command(action)) if part)

    def _command(self, action: str) -> str:
        command = commands.get(command_of(type(self.view), action))
        if command is None:
            return ""
        who = "anyone signed in" if command.role is Role.OUTSIDER else f"{command.role.value} and above"
        return f"Command `{command.name}` ({who}); leaves the event {event_of(command)}."

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """Describe responses; the status is 200 unless declared. DELETE returns the entity as it was."""
        serializers = self.get_response_serializers()
        declared: dict[Any, Any] = serializers if isinstance(serializers, dict) else {200: serializers}
        responses = {}
        for status, serializer in declared.items():
            code, media = status if isinstance(status, tuple) else (status, None)
            responses[str(code)] = self._get_response_for_code(
                serializer, str(code), media_types=media and [media], direction=direction
            )
        return responses

    def _get_serializer(self) -> Any:
        """Return None: views declare requests and responses explicitly, so there is none to guess."""
        return None

    def _get_request_body(self, direction: Any = "request") -> Any:
        """Describe the body of a DELETE: removing a reaction takes the emoji. The base class has none."""
        if self.method != "DELETE" or self.get_request_serializer() is None:
            return super()._get_request_body(direction)
        self.method = "POST"
        try:
            return super()._get_request_body(direction)
        finally:
            self.method = "DELETE"

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Return False: a list is an object with its page; the base class would wrap it in an array."""
        return False


def add_refusals(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the error response to every operation, forbid unknown keys, and type ids in paths as UUIDs."""
    schemas = result["components"].setdefault("schemas", {})
    schemas["Refusal"] = REFUSAL
    for name, schema in schemas.items():
        if name.endswith("Request"):
            schema["additionalProperties"] = False
    result["paths"] = {_path(path): _operations(item) for path, item in result["paths"].items()}
    return result


def _path(path: str) -> str:
    return readable_path(path.lstrip("/").replace("{", "<").replace("}", ">"))


def _operations(item: dict[str, Any]) -> dict[str, Any]:
    for operation in item.values():
        operation["responses"].setdefault("default", REFUSED)
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                _name_as_the_wire(parameter)
    return item


def _name_as_the_wire(parameter: dict[str, Any]) -> None:
    parameter["name"] = _path(f"{{{parameter['name']}}}").strip("/{}")
    if parameter["name"] in IDS:
        parameter["schema"] = {"type": "string", "format": "uuid"}
