"""Command payloads in wire format, built from the names of a world's entities."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from projects.models import Event
from tests.support.worlds import World

Data = Callable[[World], dict[str, Any]]

NOWHERE = "018f0000-0000-7000-8000-000000000000"
RANDOM = "8c9a1b7e-95a4-4e57-9ec1-1d8b3c0c7f10"


@dataclass(frozen=True)
class Refusal:
    what: str
    code: str
    data: Data
    by: str = "ada"


def everything(world: World) -> dict[str, Any]:
    return {
        "title": "  new ",
        "description": " *ja* \n",
        "labelIds": [world.labels["idea"]],
        "assigneeIds": [world.cast["cleo"].id],
        "dueAt": "2031-05-06T07:08:09.123456+03:00",
    }


def card(world: World, name: str, /, *, version: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": world.cards[name], "version": version, **more}


def filed(world: World, name: str, file: str, /) -> dict[str, Any]:
    return {"id": world.cards[name], "fileId": world.files[file]}


def comment(world: World, on: str, /, **more: Any) -> dict[str, Any]:
    return {"cardId": world.cards[on], "text": "hello", **more}


def checklist(world: World, name: str, /, **more: Any) -> dict[str, Any]:
    return {"id": world.checklists[name], **more}


def new_checklist(world: World, on: str, /, **more: Any) -> dict[str, Any]:
    return {"cardId": world.cards[on], "name": "new", **more}


def item(world: World, name: str, /, **more: Any) -> dict[str, Any]:
    return {"id": world.items[name], **more}


def new_item(world: World, on: str, /, **more: Any) -> dict[str, Any]:
    return {"checklistId": world.checklists[on], "text": "new", **more}


def column(world: World, name: str, /, *, version: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": world.columns[name], "version": version, **more}


def invite(world: World, /, **more: Any) -> dict[str, Any]:
    return {"projectId": world.id, **more}


def say(world: World, /, **more: Any) -> dict[str, Any]:
    return {"projectId": world.id, "text": "hello", **more}


def new_card(world: World, to: str = "todo", /, **more: Any) -> dict[str, Any]:
    return {"columnId": world.columns[to], "title": "new", **more}


def new_column(world: World, /, **more: Any) -> dict[str, Any]:
    return {"projectId": world.id, "name": "new", **more}


def move(world: World, name: str, to: str, *, version: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": world.cards[name], "version": version, "columnId": world.columns[to], **more}


def person(world: World, name: str, /, **more: Any) -> dict[str, Any]:
    return {"projectId": world.id, "userId": world.cast[name].id, **more}


def lines(world: World, to: str, /, *titles: str) -> dict[str, Any]:
    return {"columnId": world.columns[to], "titles": list(titles)}


def many(world: World, /, *names: str, **change: Any) -> dict[str, Any]:
    """Payload of a bulk change. The archived card is at version 2, the others at 1."""
    versions = {"archived": 2, "filed": 3}
    cards = [{"id": world.cards[name], "version": versions.get(name, 1)} for name in names]
    return {"projectId": world.id, "cards": cards, "change": change}


def undo(world: World, event_type: str, /, **payload: Any) -> dict[str, Any]:
    """Payload that undoes the newest event of this type whose entity has these values."""
    rows = Event.objects.filter(project_id=world.id, type=event_type).order_by("-seq")
    fitting = [row for row in rows if payload.items() <= row.payload.items()]
    return {"projectId": world.id, "seq": fitting[0].seq}
