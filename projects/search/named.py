"""Things that a search names: people, projects, columns, labels. Exact names go before beginnings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from core.registry import KeyedRegistry
from core.search.folding import fold
from projects.models import Invitation, Membership, Project
from projects.search.words import NO_QUOTES

MOST_NAMES = 5_000
"""Names that a word of a search is compared with."""

folded_name = lru_cache(maxsize=20_000)(fold)


@dataclass(frozen=True)
class Named:
    """A thing with a name. `note` tells where it is, `hue` is the color of a label."""

    id: UUID
    name: str
    note: str = ""
    hue: str = ""


searchable_names: KeyedRegistry[str, Callable[[Iterable[UUID]], list[Named]]] = KeyedRegistry(
    f"{__name__}.searchable_names",
    used="an operator names a thing or is completed: all of its kind in some projects",
)
"""`label` or `column` → those of the projects with these ids, at most MOST_NAMES."""


def with_name(things: Iterable[Named], text: str) -> list[Named]:
    """Return the things with this name; if there are none, those with a word in the name that begins so."""
    sought = folded_name(text.translate(NO_QUOTES))
    named = [(thing, folded_name(thing.name.translate(NO_QUOTES))) for thing in things] if sought else []
    exact = [thing for thing, name in named if name == sought]
    return exact or [thing for thing, name in named if begins_word(name, sought)]


def begins_word(folded: str, sought: str) -> bool:
    """Return whether a word of the folded text begins with `sought`."""
    at = folded.find(sought)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(sought, at + 1)
    return at >= 0


def people_of(projects: Iterable[UUID]) -> list[Named]:
    """Return the members of the projects, each once, by name."""
    members = Membership.objects.filter(project__in=list(projects)).values("user")
    return _people(Q(pk__in=members))


def authors_of(projects: Iterable[UUID]) -> list[Named]:
    """Return the members of the projects, and who once created one of them or accepted an invitation."""
    ids = list(projects)
    members = Membership.objects.filter(project__in=ids).values("user")
    accepted = Invitation.objects.filter(project__in=ids).exclude(accepted_by=None).values("accepted_by")
    created = Project.objects.filter(pk__in=ids).values("created_by")
    return _people(Q(pk__in=members) | Q(pk__in=accepted) | Q(pk__in=created))


def projects_named(projects: Iterable[Project], text: str) -> list[Project]:
    """Return the projects with this key; if there are none, those with this name or a word that begins so."""
    by_id = {project.pk: project for project in projects}
    sought = fold(text)
    keyed = [project for project in by_id.values() if fold(project.key) == sought]
    return keyed or [
        by_id[each.id] for each in with_name([Named(p.pk, p.name) for p in by_id.values()], text)
    ]


def _people(condition: Q) -> list[Named]:
    rows = User.objects.filter(condition).order_by("display_name", "id").values_list("pk", "display_name")
    return [Named(pk, name) for pk, name in rows[:MOST_NAMES]]
