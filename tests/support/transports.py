"""The two transports of a command, REST and WebSocket, behind one call; and each command's REST route."""

import contextlib
import re
from dataclasses import dataclass
from typing import Any

from tests.support.people import Person
from tests.support.sockets import SocketClient

Data = dict[str, Any]

PARAMETER = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    status: int = 200
    query: tuple[str, ...] = ()

    def fill(self, data: Data) -> tuple[str, Data]:
        """Return the path with ids and query filled in, and the remaining data as the body."""
        named = PARAMETER.findall(self.path)
        path = self.path.format(**{name: data[name] for name in named})
        asked = "&".join(f"{name}={data[name]}" for name in self.query if name in data)
        body = {key: value for key, value in data.items() if key not in (*named, *self.query)}
        return f"{path}?{asked}" if asked else path, body


ROUTES = {
    "project.create": Route("POST", "/projects", 201),
    "project.update": Route("PATCH", "/projects/{id}"),
    "project.delete": Route("DELETE", "/projects/{id}"),
    "history.undo": Route("POST", "/projects/{projectId}/undo"),
    "member.update": Route("PATCH", "/projects/{projectId}/members/{userId}"),
    "member.remove": Route("DELETE", "/projects/{projectId}/members/{userId}"),
    "invitation.create": Route("POST", "/projects/{projectId}/invitations", 201),
    "invitation.revoke": Route("DELETE", "/projects/{projectId}/invitations/{id}"),
    "invitation.accept": Route("POST", "/invitations/{token}/accept"),
    "column.create": Route("POST", "/columns", 201),
    "column.update": Route("PATCH", "/columns/{id}"),
    "column.move": Route("POST", "/columns/{id}/move"),
    "column.delete": Route("DELETE", "/columns/{id}", query=("version",)),
    "column.sort": Route("POST", "/columns/{id}/sort"),
    "cards.create": Route("POST", "/columns/{columnId}/cards", 201),
    "cards.update": Route("POST", "/projects/{projectId}/cards/bulk"),
    "card.create": Route("POST", "/cards", 201),
    "card.update": Route("PATCH", "/cards/{id}"),
    "card.move": Route("POST", "/cards/{id}/move"),
    "card.archive": Route("POST", "/cards/{id}/archive"),
    "card.restore": Route("POST", "/cards/{id}/restore"),
    "card.delete": Route("DELETE", "/cards/{id}", query=("version",)),
    "card.attach": Route("POST", "/cards/{id}/files", 201),
    "card.detach": Route("DELETE", "/cards/{id}/files", query=("fileId",)),
    "card.watch": Route("POST", "/cards/{id}/watch"),
    "card.unwatch": Route("DELETE", "/cards/{id}/watch"),
    "comment.create": Route("POST", "/cards/{cardId}/comments", 201),
    "comment.update": Route("PATCH", "/comments/{id}"),
    "comment.delete": Route("DELETE", "/comments/{id}"),
    "checklist.create": Route("POST", "/cards/{cardId}/checklists", 201),
    "checklist.update": Route("PATCH", "/checklists/{id}"),
    "checklist.move": Route("POST", "/checklists/{id}/move"),
    "checklist.delete": Route("DELETE", "/checklists/{id}"),
    "checklist_item.create": Route("POST", "/checklists/{checklistId}/items", 201),
    "checklist_item.update": Route("PATCH", "/checklist-items/{id}"),
    "checklist_item.move": Route("POST", "/checklist-items/{id}/move"),
    "checklist_item.delete": Route("DELETE", "/checklist-items/{id}"),
    "checklist_item.convert": Route("POST", "/checklist-items/{id}/card", 201),
    "label.create": Route("POST", "/projects/{projectId}/labels", 201),
    "label.update": Route("PATCH", "/labels/{id}"),
    "label.delete": Route("DELETE", "/labels/{id}"),
    "file.delete": Route("DELETE", "/files/{id}"),
    "chat.message": Route("POST", "/projects/{projectId}/messages", 201),
    "chat.update": Route("PATCH", "/messages/{id}"),
    "chat.delete": Route("DELETE", "/messages/{id}"),
    "chat.react": Route("POST", "/messages/{id}/reactions"),
    "chat.unreact": Route("DELETE", "/messages/{id}/reactions"),
}

ACKED = {"chat.message": ("id", "createdAt")}
"""Keys of the ack, for commands whose ack holds less than the REST response."""


@dataclass(frozen=True)
class Answer:
    """Response to a command. `code` is "" on success; `body` is the payload, or the error."""

    code: str
    body: Data


class RestTransport:
    def send(self, person: Person, name: str, data: Data, *, event_id: str | None = None) -> Answer:
        route = ROUTES[name]
        path, body = route.fill(data)
        sent = body if body or route.method != "DELETE" else None
        response = person.call(route.method, path, sent, key=event_id)
        result = response.json()
        if response.is_success:
            assert response.status_code == route.status
            return Answer("", result)
        return Answer(result["code"], result)


class SocketTransport:
    """Sends commands over WebSocket; keeps one socket open per person."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], SocketClient] = {}
        self._stack = contextlib.ExitStack()

    def socket(self, person: Person) -> SocketClient:
        key = (person.name, person.site.url)
        if key not in self._open:
            self._open[key] = self._stack.enter_context(person.socket())
        return self._open[key]

    def send(self, person: Person, name: str, data: Data, *, event_id: str | None = None) -> Answer:
        reply = self.socket(person).ask(name, data, event_id=event_id)
        if reply["type"] == "error":
            return Answer(reply["error"]["code"], reply["error"])
        return Answer("", reply["payload"])

    def close(self) -> None:
        self._stack.close()


Transport = RestTransport | SocketTransport
