"""The names behind the ids of events, found for a whole page of the log at once."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from projects.events.log import served
from projects.models import Event, Project

PEOPLE = {"actorId", "userId", "authorId", "uploaderId", "assigneeId", "assigneeIds"}

NAMERS: dict[str, Callable[[Project], dict[str, str]]] = {}
"""Noun → {id: name} of all that a project has or had of it. Apps above register theirs."""


class Names:
    """For the events `wires` of one project. What no event asks for is not read.

    `pasts` are the events that some of them take back, by their seq.
    """

    def __init__(self, project: Project, wires: Iterable[dict[str, Any]]) -> None:
        self.project = project
        self.pasts = _taken_back_by(project, wires := list(wires))
        everyone = _people_in([*wires, *self.pasts.values()])
        self.people = {str(pk): user for pk, user in User.objects.in_bulk(everyone).items()}
        self._found: dict[str, dict[str, str]] = {}

    def person(self, user_id: str) -> str:
        user = self.people.get(user_id)
        return user.display_name if user else _("Someone")

    def of(self, noun: str, entity_id: str) -> str:
        if noun not in self._found:
            self._found[noun] = NAMERS[noun](self.project)
        return self._found[noun].get(entity_id, "…")


def _taken_back_by(project: Project, wires: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    seqs = [wire["changes"]["undoes"][1] for wire in wires if "undoes" in wire["changes"]]
    rows = Event.objects.filter(project=project, seq__in=seqs).defer("answer") if seqs else []
    return {wire["seq"]: wire for wire in served(rows)}


def _people_in(wires: Iterable[dict[str, Any]]) -> set[UUID]:
    return {UUID(user_id) for wire in wires for user_id in _ids_in(wire)}


def _ids_in(wire: dict[str, Any]) -> Iterator[str]:
    told = wire["payload"]
    for facts in (wire, told, told.get("member", {}), wire["changes"]):
        for key in PEOPLE & facts.keys():
            yield from _texts(facts[key])


def _texts(value: Any) -> Iterator[str]:
    """The ids in an id, in a list of ids, and in an old and a new list of ids."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
