"""Access matrix: which role may use which URL, command and socket frame."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.examples import EXAMPLES
from tests.support.people import API
from tests.support.transports import ROUTES
from tests.support.uploads import form, with_bytes
from tests.support.worlds import World, fresh_id

PEOPLE = ("nobody", "eve", "dan", "cleo", "bob", "anna", "ada")
"""Columns of the matrix: not signed in, outsider, former member, viewer, member, admin, owner."""

Row = tuple[int, ...]

OK = 200
ALL: Row = (OK,) * 7
SIGNED_IN: Row = (401, OK, OK, OK, OK, OK, OK)
READ: Row = (401, 404, 404, OK, OK, OK, OK)
WORK: Row = (401, 404, 404, 403, OK, OK, OK)
MANAGE: Row = (401, 404, 404, 403, 403, OK, OK)
OWN: Row = (401, 404, 404, 403, 403, 403, OK)
JOIN: Row = (401, OK, OK, 409, 409, 409, 409)
LEAVE: Row = (401, 404, 404, 403, OK, OK, OK)
"""Row for removing bob (a member): by a viewer, himself, an admin, the owner."""
AUTHOR: Row = (401, 404, 404, 403, OK, 403, 403)
"""Row for changing a message or comment that bob wrote."""

PAGE: Row = (302, 404, 404, 200, 200, 200, 200)
MANAGERS_PAGE: Row = (302, 404, 404, 403, 403, 200, 200)
OWN_PAGE: Row = (302, 200, 200, 200, 200, 200, 200)
ENTRANCE: Row = (200, 302, 302, 302, 302, 302, 302)
ELSEWHERE: Row = (302,) * 7

COMMAND_ROWS: dict[str, Row] = {
    "project.create": SIGNED_IN,
    "project.update": MANAGE,
    "project.delete": OWN,
    "history.undo": WORK,
    "member.update": MANAGE,
    "member.remove": LEAVE,
    "invitation.create": MANAGE,
    "invitation.revoke": MANAGE,
    "invitation.accept": JOIN,
    "column.create": WORK,
    "column.update": WORK,
    "column.move": WORK,
    "column.delete": WORK,
    "column.sort": WORK,
    "cards.create": WORK,
    "cards.update": WORK,
    "card.create": WORK,
    "card.update": WORK,
    "card.move": WORK,
    "card.archive": WORK,
    "card.restore": WORK,
    "card.delete": WORK,
    "card.attach": WORK,
    "card.detach": WORK,
    "card.watch": READ,
    "card.unwatch": READ,
    "comment.create": WORK,
    "comment.update": AUTHOR,
    "comment.delete": WORK,
    "checklist.create": WORK,
    "checklist.update": WORK,
    "checklist.move": WORK,
    "checklist.delete": WORK,
    "checklist_item.create": WORK,
    "checklist_item.update": WORK,
    "checklist_item.move": WORK,
    "checklist_item.delete": WORK,
    "checklist_item.convert": WORK,
    "label.create": WORK,
    "label.update": WORK,
    "label.delete": WORK,
    "file.delete": WORK,
    "chat.message": WORK,
    "chat.update": AUTHOR,
    "chat.delete": WORK,
    "chat.react": WORK,
    "chat.unreact": WORK,
}

SIGNAL_ROWS: dict[str, Row] = {
    "auth": (400, OK, OK, OK, OK, OK, OK),
    "join_room": READ,
    "leave_room": SIGNED_IN,
    "sync": READ,
    "ping": SIGNED_IN,
    "chat.read": READ,
    "chat.unread": READ,
    "watch_projects": SIGNED_IN,
}

UNANSWERED = {"chat.typing"}
"""Frames that get no ack."""

SIGNAL_PAYLOADS: dict[str, Callable[[World], dict[str, Any]]] = {
    "join_room": lambda w: {"projectId": w.id},
    "leave_room": lambda w: {"projectId": w.id},
    "sync": lambda w: {"projectId": w.id, "since": 0},
    "ping": lambda w: {},
    "chat.read": lambda w: {"projectId": w.id, "messageId": w.message},
    "chat.unread": lambda w: {"projectId": w.id},
    "watch_projects": lambda w: {},
}


@dataclass(frozen=True)
class Endpoint:
    """One method of one URL with its matrix row. `form` is posted to a page, `body` is sent to the API."""

    name: str
    method: str
    path: Callable[[World], str]
    row: Row
    status: int = OK
    body: Callable[[World], dict[str, Any] | bytes | None] = lambda w: None
    form: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def expected(self) -> dict[str, int]:
        row = [self.status if status == OK else status for status in self.row]
        return dict(zip(PEOPLE, row, strict=True))


def command_endpoint(name: str) -> Endpoint:
    route, example = ROUTES[name], EXAMPLES[name][0].data
    return Endpoint(
        name,
        route.method,
        lambda w: API + route.fill(example(w))[0],
        COMMAND_ROWS[name],
        route.status,
        lambda w: route.fill(example(w))[1] or None,
    )


def api(path: str, row: Row, *, method: str = "GET", status: int = OK, **body: str) -> Endpoint:
    name = f"{method} {API}{path}".replace("w.", "")
    return Endpoint(name, method, lambda w: API + path.format(w=w), row, status, lambda w: body or None)


def page(path: str, row: Row, *, form: dict[str, str] | None = None) -> Endpoint:
    method = "GET" if form is None else "POST"
    return Endpoint(f"{method} {path}".replace("w.", ""), method, lambda w: path.format(w=w), row, form=form)


def wrong_pair() -> dict[str, str]:
    """Credentials of a new account each time: five failures of one account would hit the rate limit."""
    return {"email": f"{fresh_id()}@example.com", "password": "not hers at all"}


def upload_endpoint() -> Endpoint:
    body, kind = form("notes.txt", b"something")
    return Endpoint(
        "upload",
        "POST",
        lambda w: f"{API}/files?project_id={w.id}",
        WORK,
        201,
        lambda w: body,
        headers={"content-type": kind},
    )


def bytes_endpoint(path: str) -> Endpoint:
    return Endpoint(f"GET {API}{path}", "GET", lambda w: API + path.format(with_bytes(w, "photo")), READ)


NEW_PERSON = {"email": "zoe@example.com", "password": "a long walk to the harbour", "displayName": "Zoe"}

ENDPOINTS: list[Endpoint] = [
    *(command_endpoint(name) for name in COMMAND_ROWS),
    api("/", ALL),
    api("/health", ALL),
    api("/schema", ALL),
    api("/auth/register", ALL, method="POST", status=201, **NEW_PERSON),
    Endpoint("sign in", "POST", lambda w: API + "/auth/login", (401,) * 7, body=lambda w: wrong_pair()),
    api("/auth/refresh", (401,) * 7, method="POST", refresh="no token"),
    api("/auth/logout", (401,) * 7, method="POST", refresh="no token"),
    api("/me", SIGNED_IN),
    api("/me", SIGNED_IN, method="PATCH", theme="dark"),
    api("/projects", SIGNED_IN),
    api("/projects/{w.id}", READ),
    api("/projects/{w.id}/board", READ),
    api("/projects/{w.id}/cards", READ),
    api("/projects/{w.id}/labels", READ),
    api("/projects/{w.id}/messages", READ),
    api("/projects/{w.id}/events", READ),
    api("/projects/{w.id}/changes", READ),
    Endpoint(
        "POST /projects/{id}/commands",
        "POST",
        lambda w: f"{API}/projects/{w.id}/commands",
        WORK,
        body=lambda w: {"type": "card.create", "payload": {"columnId": w.columns["todo"], "title": "new"}},
    ),
    Endpoint(
        "POST /projects/{id}/messages/read",
        "POST",
        lambda w: f"{API}/projects/{w.id}/messages/read",
        READ,
        body=lambda w: {"messageId": w.message},
    ),
    api("/projects/{w.id}/messages/read", READ),
    api("/projects/{w.id}/members", READ),
    api("/projects/{w.id}/audit", MANAGE),
    api("/projects/{w.id}/invitations", MANAGE),
    api("/cards/{w.cards[one]}", READ),
    api("/cards/{w.cards[four]}/comments", READ),
    api("/cards/{w.cards[one]}/descriptions", READ),
    api("/cards/{w.cards[four]}/checklists", READ),
    api("/projects/{w.id}/files", READ),
    api("/search?q=one", SIGNED_IN),
    api("/search?q=one&projectId={w.id}", READ),
    upload_endpoint(),
    bytes_endpoint("/files/{}"),
    bytes_endpoint("/files/{}/thumbnail"),
    page("/", ELSEWHERE),
    page("/login", ENTRANCE),
    page("/login", ENTRANCE, form={"email": "", "password": ""}),
    page("/register", ENTRANCE),
    page("/register", ENTRANCE, form={"email": ""}),
    page("/logout", ELSEWHERE, form={}),
    page("/password", ALL),
    page("/password", ALL, form={"email": ""}),
    page("/password/no-token", (404,) * 7),
    page("/password/no-token", (404,) * 7, form={"password": "a long walk to the harbour"}),
    page("/confirm", OWN_PAGE),
    page("/confirm", OWN_PAGE, form={"password": ""}),
    page("/profile", OWN_PAGE),
    page("/profile", OWN_PAGE, form={"display_name": ""}),
    page("/profile/password", OWN_PAGE),
    page("/profile/password", OWN_PAGE, form={"password": ""}),
    page("/profile/sign-ins", OWN_PAGE),
    page("/profile/sign-ins", ELSEWHERE, form={"action": "elsewhere"}),
    page("/profile/delete", OWN_PAGE),
    page("/profile/delete", OWN_PAGE, form={"password": ""}),
    page("/i18n/setlang", ELSEWHERE, form={"language": "ru"}),
    page("/jsi18n", ALL),
    page("/docs", ALL),
    page("/licence", ALL),
    page("/ws", (426,) * 7),
    page("/projects", OWN_PAGE),
    page("/projects/new", OWN_PAGE),
    page("/projects/new", OWN_PAGE, form={"name": ""}),
    page("/projects/{w.id}/messages", PAGE),
    page("/projects/{w.id}/messages/search", PAGE),
    page("/projects/{w.id}", PAGE),
    page("/projects/{w.id}/members", PAGE),
    page("/projects/{w.id}/members", PAGE, form={"action": ""}),
    page("/projects/{w.id}/files", PAGE),
    page("/projects/{w.id}/files", (302, 404, 404, 302, 302, 302, 302), form={"action": ""}),
    page("/projects/{w.id}/activity", PAGE),
    page("/projects/{w.id}/activity/items", PAGE),
    page("/projects/{w.id}/archive", PAGE),
    page("/projects/{w.id}/archive", (302, 404, 404, 302, 302, 302, 302), form={"action": ""}),
    page("/projects/new/key", OWN_PAGE),
    page("/search", OWN_PAGE),
    page("/search/items", OWN_PAGE),
    page("/search/completions", OWN_PAGE),
    page("/projects/{w.id}/audit", MANAGERS_PAGE),
    page("/projects/{w.id}/cards/1/history", PAGE),
    page("/notifications", OWN_PAGE),
    page("/notifications", ELSEWHERE, form={"action": ""}),
    page("/notifications/unread", OWN_PAGE),
    page("/notifications/settings", OWN_PAGE),
    page("/notifications/settings", (302, 404, 404, 404, 404, 404, 404), form={"level": "loud"}),
    page("/projects/{w.id}/columns/{w.columns[todo]}/cards", PAGE),
    page("/projects/{w.id}/cards/matching", PAGE),
    page("/projects/{w.id}/cards/1", PAGE),
    page("/projects/{w.id}/cards/1", (302, 404, 404, 302, 302, 302, 302), form={"action": ""}),
    page("/projects/{w.id}/cards/1/face", PAGE),
    page("/projects/{w.id}/cards/1/dialog", PAGE),
    page("/projects/{w.id}/cards/1/descriptions", PAGE),
    page("/projects/{w.id}/preview", PAGE, form={"text": "**bold**"}),
    page("/invitations/{w.invitation[token]}", (200, 200, 200, 302, 302, 302, 302)),
    page("/invitations/{w.invitation[token]}", (200, 302, 302, 302, 302, 302, 302), form={}),
]

FORMS: list[tuple[str, dict[str, str], str]] = [
    ("/projects/{w.id}/members", {"action": "role", "user": "{bob.id}", "role": "viewer"}, "member.update"),
    ("/projects/{w.id}/members", {"action": "remove", "user": "{bob.id}"}, "member.remove"),
    ("/projects/{w.id}/members", {"action": "invite", "role": "viewer", "email": ""}, "invitation.create"),
    (
        "/projects/{w.id}/members",
        {"action": "revoke", "invitation": "{w.invitation[id]}"},
        "invitation.revoke",
    ),
    (
        "/projects/{w.id}/members",
        {"action": "update", "name": "Another", "key": "NEW"},
        "project.update",
    ),
    (
        "/projects/{w.id}/archive",
        {"action": "restore", "id": "{w.cards[archived]}", "version": "2"},
        "card.restore",
    ),
    ("/projects/{w.id}/cards/1", {"action": "archive", "version": "1"}, "card.archive"),
    ("/projects/{w.id}/cards/1", {"action": "delete", "version": "1"}, "card.delete"),
    (
        "/projects/{w.id}/cards/1",
        {"action": "move", "version": "1", "column": "{w.columns[doing]}", "position": "top"},
        "card.move",
    ),
    ("/projects/{w.id}/cards/1", {"action": "watch"}, "card.watch"),
    ("/projects/{w.id}/cards/1", {"action": "comment", "comment": "new"}, "comment.create"),
    ("/projects/{w.id}/cards/1", {"action": "checklist", "name": "new"}, "checklist.create"),
    ("/projects/{w.id}/cards/1", {"action": "label", "name": "new", "color": "red"}, "label.create"),
    (
        "/projects/{w.id}/cards/4",
        {"action": "item-act", "item_id": "{w.items[second]}", "do": "tick"},
        "checklist_item.update",
    ),
    (
        "/projects/{w.id}/cards/8",
        {"action": "file", "version": "3", "file": "{w.files[photo]}", "do": "detach"},
        "card.detach",
    ),
    (
        "/projects/{w.id}/cards/8",
        {"action": "file", "version": "3", "file": "{w.files[photo]}", "do": "uncover"},
        "card.update",
    ),
    ("/projects/{w.id}/files", {"action": "delete", "file": "{w.files[photo]}"}, "file.delete"),
    (
        "/projects/{w.id}/cards/1",
        {"action": "update", "version": "1", "fields": "title", "title": "new"},
        "card.update",
    ),
]
"""Forms of pages, each with the command that it runs."""
