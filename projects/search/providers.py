"""Search over all projects of a user. Each app registers a provider that filters by project in SQL."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypedDict
from uuid import UUID

from accounts.models import User
from core.registry import KeyedRegistry
from core.search.matcher import Rank
from core.search.query import Query
from projects.errors import NotFound
from projects.models import Project
from projects.search.query_text import read_query

KINDS = {
    "cards": "card",
    "comments": "comment",
    "messages": "message",
    "files": "file",
    "projects": "project",
    "people": "person",
}
"""Kinds that are searched for → the kind of one hit."""

MAX_LENGTH = 200
MAX_HITS = 50


@dataclass(frozen=True)
class SearchQuery:
    """A search by a person in `projects`. Neither these nor the query are empty."""

    query: Query
    person: User
    projects: dict[UUID, Project]
    limit: int

    @property
    def project_ids(self) -> list[UUID]:
        return list(self.projects)


class HitRank(NamedTuple):
    """How good a hit is, comparable across kinds; a greater one is better. `keyed`: its key was typed."""

    keyed: bool
    rank: Rank
    is_open: bool


class HitWire(TypedDict):
    kind: str
    title: str
    excerpt: str
    url: str
    projectId: str
    id: str


@dataclass(frozen=True)
class Hit:
    """A result. Of equal ranks the newest comes first. `author` is who wrote a comment or a message."""

    kind: str
    project_id: UUID
    id: UUID
    title: str
    excerpt: str
    url: str
    rank: HitRank
    at: dt.datetime
    author: str = ""

    @property
    def wire(self) -> HitWire:
        return {
            "kind": self.kind,
            "title": self.title,
            "excerpt": self.excerpt,
            "url": self.url,
            "projectId": str(self.project_id),
            "id": str(self.id),
        }


Finder = Callable[[SearchQuery], Iterable[Hit]]

search_providers: KeyedRegistry[str, Finder] = KeyedRegistry(
    f"{__name__}.search_providers", used="a search looks for one kind of things: its best hits"
)
"""One of KINDS → its best hits, at most `limit`. Nothing deleted, nothing from another project."""


def search(
    user: User, text: str, *, kinds: Iterable[str], project_id: UUID | None = None, limit: int = MAX_HITS
) -> list[Hit]:
    """Return the best hits first. Raises NotFound for a project that the user may not see."""
    visible = Project.objects.visible_to(user)
    projects = list(visible if project_id is None else visible.filter(pk=project_id))
    if project_id is not None and not projects:
        raise NotFound
    return search_in(projects, text, person=user, kinds=kinds, limit=limit)


def search_in(
    projects: Iterable[Project], text: str, *, person: User, kinds: Iterable[str], limit: int = MAX_HITS
) -> list[Hit]:
    """Return the best hits first, from `projects`, which the person may see."""
    by_id = {project.pk: project for project in projects}
    return find_hits(SearchQuery(read_query(text), person, by_id, limit), kinds)


def find_hits(sought: SearchQuery, kinds: Iterable[str]) -> list[Hit]:
    """Return the best hits first."""
    if not sought.query or not sought.projects:
        return []
    hits = [hit for kind in kinds for hit in search_providers[kind](sought)]
    return sorted(hits, key=lambda hit: (hit.rank, hit.at), reverse=True)[: sought.limit]
