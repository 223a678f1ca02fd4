"""What DRF's generator cannot see for OpenAPI: commands behind paths, answers to DELETE, refusals."""

import inspect
from typing import Any

from drf_spectacular.openapi import AutoSchema

from kanban.protocol_catalogue import command_of, event_of, readable_path
from projects.permissions import Role
from projects.registry import COMMANDS

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
        """The action's or the view's own docstring, not an inherited one; and the command behind it."""
        action = getattr(self.view, "action", None) or self.method.lower()
        own = inspect.getdoc(getattr(self.view, action, None)) or vars(type(self.view)).get("__doc__") or ""
        return "\n\n".join(part for part in (own, self._command(action)) if part)

    def _command(self, action: str) -> str:
        command = COMMANDS.get(command_of(type(self.view), action))
        if command is None:
            return ""
        who = "anyone signed in" if command.role is Role.OUTSIDER else f"{command.role.value} and above"
        return f"Command `{command.name}` ({who}); leaves the event {event_of(command)}."

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """200 where a view says nothing else; what is deleted is told as it was."""
        told = self.get_response_serializers()
        answers: dict[Any, Any] = told if isinstance(told, dict) else {200: told}
        responses = {}
        for said, answer in answers.items():
            code, media = said if isinstance(said, tuple) else (said, None)
            responses[str(code)] = self._get_response_for_code(
                answer, str(code), media_types=media and [media], direction=direction
            )
        return responses

    def _get_serializer(self) -> Any:
        """No view here has one to guess from; what a path takes and answers is always said."""
        return None

    def _get_request_body(self, direction: Any = "request") -> Any:
        """The base class knows no body of a DELETE; to take back a reaction one must say which."""
        if self.method != "DELETE" or self.get_request_serializer() is None:
            return super()._get_request_body(direction)
        self.method = "POST"
        try:
            return super()._get_request_body(direction)
        finally:
            self.method = "DELETE"

    def _is_list_view(self, serializer: Any = None) -> bool:
        """A list is an object with its page; the base class would wrap it in an array."""
        return False


def add_refusals(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Every operation can be refused, in one form; so is an unknown key; ids in paths are UUIDs."""
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
