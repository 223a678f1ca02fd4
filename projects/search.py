"""Search over all projects of a person. Each app registers what finds its own, with the projects in SQL."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from accounts.models import User
from core.wire import SURROGATE
from projects.errors import NotFound
from projects.models import Project

KINDS = ("cards", "comments", "messages", "files")
LENGTH = 200
MOST = 50
AROUND = 60
STEM = 4


@dataclass(frozen=True)
class Sought:
    """`projects` are those that may be looked into, and there is at least one; `words` too."""

    text: str
    words: list[str]
    projects: dict[UUID, Project]
    limit: int


@dataclass(frozen=True)
class Hit:
    """`rank` compares hits of all kinds; among equals the newest comes first."""

    kind: str
    project_id: UUID
    id: UUID
    title: str
    excerpt: str
    url: str
    rank: float
    at: dt.datetime

    @property
    def wire(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in ("kind", "title", "excerpt", "url")}
        return {**told, "projectId": str(self.project_id), "id": str(self.id)}


Find = Callable[[Sought], Iterable[Hit]]

FINDERS: dict[str, Find] = {}
"""One of KINDS → the best of it, at most `limit`. Nothing deleted, nothing of another project."""


def words_in(query: QueryDict) -> str:
    """What was typed into the field `q`, as far as a database can look for it."""
    return SURROGATE.sub("", query.get("q", "")).replace("\x00", " ").strip()[:LENGTH]


def search(
    user: User, text: str, *, kinds: Iterable[str], project_id: UUID | None = None, limit: int = MOST
) -> list[Hit]:
    """The best first. Raises NotFound for a project that is not this person's."""
    mine = Project.objects.visible_to(user)
    projects = list(mine if project_id is None else mine.filter(pk=project_id))
    if project_id is not None and not projects:
        raise NotFound
    return search_in(projects, text, kinds=kinds, limit=limit)


def search_in(
    projects: Iterable[Project], text: str, *, kinds: Iterable[str], limit: int = MOST
) -> list[Hit]:
    """The best first; `projects` are those that the person may see."""
    words, by_id = re.findall(r"\w+", text), {project.pk: project for project in projects}
    if not words or not by_id:
        return []
    sought = Sought(text.strip(), words, by_id, limit)
    hits = [hit for kind in kinds for hit in FINDERS[kind](sought)]
    return sorted(hits, key=lambda hit: (hit.rank, hit.at), reverse=True)[:limit]


def excerpt(text: str, words: list[str]) -> str:
    """What stands around the first of the words, or of their beginnings; else how the text begins."""
    flat = " ".join(text.split())
    for word in [*words, *(word[: max(STEM, len(word) - 2)] for word in words)]:
        found = re.search(re.escape(word), flat, re.IGNORECASE)
        if found:
            return _cut(flat, found.start() - AROUND, found.end() + AROUND)
    return _cut(flat, 0, 2 * AROUND)


def _cut(text: str, start: int, end: int) -> str:
    start = max(0, start)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"
