"""The test project. It is built by commands once per process, then copied."""

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from boards.wire.board import board_snapshot
from core.ids import new_id
from core.wire import JsonObject
from files.models import File
from files.search.documents import INDEXED_FILES
from projects.commands.invitations import hash_of
from projects.dispatch.execute import Origin, execute
from projects.events.log import EventWire, to_wire
from projects.models import Event, Membership, Project
from projects.permissions import Role
from projects.search.rebuild import write_documents
from tests.support.people import ROLES, Person
from tests.support.project_copies import Copy, Rows, rows_of

Cast = dict[str, Person]


@dataclass
class World:
    cast: Cast
    id: str
    columns: dict[str, str] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    invitation: JsonObject = field(default_factory=dict)
    message: str = ""
    comment: str = ""
    checklists: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)

    def do(self, name: str, /, *, by: str = "ada", event_id: Any = None, **data: Any) -> JsonObject:
        """Run a command in this process and return its response."""
        return self.run(name, data, by=by, event_id=event_id)

    def run(self, name: str, data: dict[str, Any], *, by: str = "ada", event_id: Any = None) -> JsonObject:
        """Run a command like `do`, for input that has a key `by`."""
        person = self.cast[by].user
        assert person is not None
        return execute(person, name, data, event_id=event_id, origin=Origin(via="import")).answer

    def card(self, column: str = "todo", title: str = "A card", **data: Any) -> JsonObject:
        return self.do("card.create", columnId=self.columns[column], title=title, **data)

    @property
    def seq(self) -> int:
        return Project.objects.get(pk=self.id).last_seq

    def events(self, since: int = 0) -> list[EventWire]:
        rows = Event.objects.filter(project_id=self.id, seq__gt=since).order_by("seq")
        return [to_wire(row) for row in rows]

    def snapshot(self) -> dict[str, Any]:
        return {**board_snapshot(self.id)}  # type: ignore[arg-type]


@transaction.atomic
def build_empty(cast: Cast, *, name: str = "Website") -> World:
    """Create a project of ada's with all people in their roles and three empty columns."""
    project = execute(cast["ada"].user, "project.create", {"name": name}).answer  # type: ignore[arg-type]
    world = World(cast, project["id"])
    people = [(who, role) for who, role in ROLES.items() if who != "ada"] + [("dan", Role.MEMBER)]
    Membership.objects.bulk_create(
        Membership(project_id=world.id, user=cast[who].user, role=role) for who, role in people
    )
    world.do("member.remove", by="dan", projectId=world.id, userId=cast["dan"].id)
    rows = board_snapshot(world.id)["columns"]  # type: ignore[arg-type]
    world.columns = dict(zip(("todo", "doing", "done"), (row["id"] for row in rows), strict=True))
    return world


@transaction.atomic
def build(cast: Cast) -> World:
    """Create a project like `build_empty`, with one or more rows of every kind.

    Columns: todo, doing, done (full, with a limit of one), spare (empty).
    Cards: one, two, three in todo; four and filed in doing; archived in the archive; deleted in the trash.
    On four: a comment by bob; checklist "steps" (first: done, assigned to bob; second), "later" (third);
    watched by cleo.
    Labels: bug, idea. An open invitation. A chat message by bob.
    Files by bob: photo (cover of filed, and in the message), notes (in the message), loose (unused).
    """
    if not TEMPLATE:
        world = _made(cast)
        TEMPLATE.append((world, rows_of(world.id)))
        return world
    return _copied(cast, *TEMPLATE[0])


TEMPLATE: list[tuple[World, Rows]] = []


def _copied(cast: Cast, first: World, rows: Rows) -> World:
    ids = Copy({first.cast[name].id: cast[name].id for name in cast})
    token = secrets.token_urlsafe(32)
    ids.insert(rows, token_hash=hash_of(token))
    return World(
        cast,
        ids[first.id],
        columns={name: ids[old] for name, old in first.columns.items()},
        cards={name: ids[old] for name, old in first.cards.items()},
        labels={name: ids[old] for name, old in first.labels.items()},
        files={name: ids[old] for name, old in first.files.items()},
        invitation={**first.invitation, "id": ids[first.invitation["id"]], "token": token},
        message=ids[first.message],
        comment=ids[first.comment],
        checklists={name: ids[old] for name, old in first.checklists.items()},
        items={name: ids[old] for name, old in first.items.items()},
    )


def _made(cast: Cast) -> World:
    world = build_empty(cast)
    world.labels = {
        word: world.do("label.create", projectId=world.id, name=word, color=color)["id"]
        for word, color in (("bug", "red"), ("idea", "teal"))
    }
    everything = {
        "description": "As *agreed*.",
        "labelIds": list(world.labels.values()),
        "assigneeIds": [cast["bob"].id, cast["ada"].id],
        "dueAt": "2030-01-02T03:04:05.678Z",
    }
    world.cards["one"] = world.card("todo", "one", **everything)["id"]
    for title, column in (("two", "todo"), ("three", "todo"), ("four", "doing"), ("full", "done")):
        world.cards[title] = world.card(column, title)["id"]
    for title, way in (("archived", "archive"), ("deleted", "delete")):
        world.cards[title] = world.card("doing", title)["id"]
        world.do(f"card.{way}", id=world.cards[title], version=1)
    world.do("column.update", id=world.columns["done"], version=1, wipLimit=1)
    world.columns["spare"] = world.do("column.create", projectId=world.id, name="Spare")["id"]
    world.files = {name: new_file(world, name) for name in ("photo", "notes", "loose")}
    world.cards["filed"] = world.card("doing", "filed")["id"]
    world.do("card.attach", id=world.cards["filed"], fileId=world.files["photo"])
    world.do("card.update", id=world.cards["filed"], version=2, coverFileId=world.files["photo"])
    in_message = [world.files["photo"], world.files["notes"]]
    world.message = world.do(
        "chat.message", by="bob", projectId=world.id, text="Привет!", fileIds=in_message
    )["id"]
    said = {"cardId": world.cards["four"], "text": "Done by Friday?"}
    world.comment = world.do("comment.create", by="bob", **said)["id"]
    for name, items in {"steps": ("first", "second"), "later": ("third",)}.items():
        world.checklists[name] = world.do("checklist.create", cardId=world.cards["four"], name=name)["id"]
        for text in items:
            made = {"checklistId": world.checklists[name], "text": text}
            world.items[text] = world.do("checklist_item.create", **made)["id"]
    world.do("checklist_item.update", id=world.items["first"], done=True, assigneeId=cast["bob"].id)
    world.do("card.watch", by="cleo", id=world.cards["four"])
    world.invitation = world.do("invitation.create", projectId=world.id, role="member")
    return world


def new_file(world: World, name: str, *, by: str = "bob") -> str:
    """Insert a file's row without bytes: a picture if its name begins with "photo", else a text."""
    file = File(project_id=world.id, uploader=world.cast[by].user, size=10, sha256="0" * 64)
    file.name, file.content_type, file.key = f"{name}.txt", "text/plain", f"{world.id}/{file.pk}"
    if name.startswith("photo"):
        file.name, file.content_type, file.width, file.height = f"{name}.png", "image/png", 640, 480
        file.thumbnail_key = f"{file.key}-thumbnail"
    file.save(force_insert=True)
    write_documents(INDEXED_FILES, [file.pk])
    return str(file.pk)


def fresh_id() -> str:
    return str(new_id())


@contextlib.contextmanager
def rolled_back() -> Iterator[None]:
    """Roll back everything that the block does."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
