"""Search over all projects of a user. Each app registers a provider that filters by project in SQL."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from django.http import QueryDict

from accounts.models import User
from core.registry import KeyedRegistry
from core.texts.cuts import boundary
from core.wire import SURROGATE
from projects.errors import NotFound
from projects.models import Project

KINDS = ("cards", "comments", "messages", "files")
MAX_LENGTH = 200
MAX_HITS = 50
EXCERPT_MARGIN = 60
STEM_LENGTH = 4
MAX_EXCERPT_WORDS = 8
"""Words of a search that an excerpt is looked for; each takes one pass over the text."""


@dataclass(frozen=True)
class SearchQuery:
    """A search. `projects` are those that the user may see; neither they nor `words` are empty."""

    text: str
    words: list[str]
    projects: dict[UUID, Project]
    limit: int


class HitWire(TypedDict):
    kind: str
    title: str
    excerpt: str
    url: str
    projectId: str
    id: str


@dataclass(frozen=True)
class Hit:
    """A result. `rank` is comparable across kinds; of equal ranks the newest comes first."""

    kind: str
    project_id: UUID
    id: UUID
    title: str
    excerpt: str
    url: str
    rank: float
    at: dt.datetime

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


def search_text(params: QueryDict) -> str:
    """Return the text of the parameter `q`, without what a database cannot search for."""
    return SURROGATE.sub("", params.get("q", "")).replace("\x00", " ").strip()[:MAX_LENGTH]


def search(
    user: User, text: str, *, kinds: Iterable[str], project_id: UUID | None = None, limit: int = MAX_HITS
) -> list[Hit]:
    """Return the best hits first. Raises NotFound for a project that the user may not see."""
    visible = Project.objects.visible_to(user)
    projects = list(visible if project_id is None else visible.filter(pk=project_id))
    if project_id is not None and not projects:
        raise NotFound
    return search_in(projects, text, kinds=kinds, limit=limit)


def search_in(
    projects: Iterable[Project], text: str, *, kinds: Iterable[str], limit: int = MAX_HITS
) -> list[Hit]:
    """Return the best hits first, from `projects`, which the user may see."""
    words, by_id = re.findall(r"\w+", text), {project.pk: project for project in projects}
    if not words or not by_id:
        return []
    query = SearchQuery(text.strip(), words, by_id, limit)
    hits = [hit for kind in kinds for hit in search_providers[kind](query)]
    return sorted(hits, key=lambda hit: (hit.rank, hit.at), reverse=True)[:limit]


def excerpt(text: str, words: list[str]) -> str:
    """Return the text around the first word found, or around the first word's stem; else its beginning."""
    flat = " ".join(text.split())
    sought = words[:MAX_EXCERPT_WORDS]
    for word in [*sought, *(word[: max(STEM_LENGTH, len(word) - 2)] for word in sought)]:
        found = re.search(re.escape(word), flat, re.IGNORECASE)
        if found:
            return _cut(flat, found.start() - EXCERPT_MARGIN, found.end() + EXCERPT_MARGIN)
    return _cut(flat, 0, 2 * EXCERPT_MARGIN)


def _cut(text: str, start: int, end: int) -> str:
    start, end = boundary(text, start), boundary(text, end)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"
