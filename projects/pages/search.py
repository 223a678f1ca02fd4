"""Pages of the search: a page of its own, the palette's hits while one types, and completions."""

from dataclasses import dataclass
from typing import Self, TypedDict
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from core.ids import uuid_or_none
from projects.models import Project
from projects.pages.base import current_user
from projects.pages.marks import marked
from projects.search.advice import advise
from projects.search.completion import Field, completions
from projects.search.providers import (
    KINDS,
    MAX_HITS,
    Hit,
    HitRank,
    SearchQuery,
    find_hits,
    search_providers,
)
from projects.search.query_text import read_query, search_text

PALETTE_HITS = 6
"""Hits of one kind in the palette."""

NAMES = {
    "cards": _("Cards"),
    "comments": _("Comments"),
    "messages": _("Messages"),
    "files": _("Files"),
    "projects": _("Projects"),
    "people": _("People"),
}
ICONS = {
    "card": "square-kanban",
    "comment": "message-circle",
    "message": "message-circle",
    "file": "paperclip",
    "project": "layout-grid",
    "person": "user",
}


@dataclass(frozen=True)
class SearchParams:
    """The parameters of a search. An unknown kind or project is ignored."""

    text: str
    kind: str
    project_id: UUID | None

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        kind = query.get("kind", "")
        return cls(search_text(query), kind if kind in KINDS else "", uuid_or_none(query.get("project", "")))

    @property
    def others(self) -> str:
        """The other parameters, to follow the text in an address."""
        others = {"kind": self.kind, "project": self.project_id}
        return "".join(f"&{urlencode({name: value})}" for name, value in others.items() if value)


@require_safe
@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    person, params = current_user(request), SearchParams.of(request.GET)
    projects = _projects(person)
    project = next((each for each in projects if each.pk == params.project_id), None)
    kinds = [params.kind] if params.kind else list(KINDS)
    sought = _sought(params.text, person, [project] if project else projects)
    found = find_hits(sought, kinds)
    context = {
        "wish": params,
        "asks": bool(params.text) and not sought.query.is_untyped,
        "chosen": project,
        "projects": projects,
        "kinds": _kinds(),
        "hits": [_hit_context(hit, sought) for hit in found],
        "advice": None if found or not sought.query else advise(sought, kinds),
        "cut": len(found) == MAX_HITS,
        "most": MAX_HITS,
    }
    return render(request, "search/page.html", context)


class HitGroup(TypedDict):
    """Context of the hits of one kind. `rank` is that of the best."""

    kind: str
    name: str | Promise
    rank: HitRank
    hits: list[dict[str, object]]


@require_safe
@login_required
def search_items(request: HttpRequest) -> HttpResponse:
    """Return the hits in groups, the best group first; without words the user's projects."""
    person, params = current_user(request), SearchParams.of(request.GET)
    projects = _projects(person)
    sought = _sought(params.text, person, projects, limit=PALETTE_HITS)
    groups = [group for kind in _kinds() if (group := _group(kind, sought))]
    groups.sort(key=lambda group: group["rank"], reverse=True)
    own = [] if params.text and not sought.query.is_untyped else projects[:PALETTE_HITS]
    return render(request, "search/_items.html", {"groups": groups, "own": own, "wish": params})


@require_safe
@login_required
def search_completions(request: HttpRequest) -> HttpResponse:
    """Return options for the `word` at the caret of a field; it searches `kinds` in one project or in all."""
    person, project_id = current_user(request), uuid_or_none(request.GET.get("project", ""))
    projects = [each for each in _projects(person) if project_id in (None, each.pk)]
    kinds = tuple(kind for kind in request.GET.get("kinds", "").split(",") if kind in KINDS)
    field = Field(person, {each.pk: each for each in projects}, kinds or tuple(KINDS))
    options = completions(search_text(request.GET, "word"), field)
    return render(request, "search/_completions.html", {"options": options})


def _sought(text: str, person: User, projects: list[Project], *, limit: int = MAX_HITS) -> SearchQuery:
    return SearchQuery(read_query(text), person, {project.pk: project for project in projects}, limit)


def _projects(user: User) -> list[Project]:
    return list(Project.objects.visible_to(user).order_by("name", "id"))


def _kinds() -> dict[str, str | Promise]:
    return {kind: NAMES[kind] for kind in KINDS if kind in search_providers}


def _group(kind: str, sought: SearchQuery) -> HitGroup | None:
    found = find_hits(sought, [kind])
    if not found:
        return None
    hits = [_hit_context(hit, sought) for hit in found]
    return {"kind": kind, "name": NAMES[kind], "rank": found[0].rank, "hits": hits}


def _hit_context(hit: Hit, sought: SearchQuery) -> dict[str, object]:
    """Return a hit's template context.

    A card's title and key are separate. Of a message or comment the text is the title; `by` is who wrote it,
    `card` the title of the comment's card, with its `key`.
    """
    on_card = hit.kind in ("card", "comment")
    key, _space, title = hit.title.partition(" ") if on_card else ("", "", hit.title)
    is_text = hit.kind in ("message", "comment")
    plain = (hit.excerpt or title) if is_text else title
    project = sought.projects[hit.project_id]
    return {
        "kind": hit.kind,
        "id": hit.id,
        "url": hit.url,
        "icon": ICONS[hit.kind],
        "plain": plain,
        "title": marked(plain, sought.query),
        "key": marked(key, sought.query) if key else "",
        "by": hit.author,
        "card": title if hit.kind == "comment" else "",
        "excerpt": "" if is_text or not hit.excerpt else marked(hit.excerpt, sought.query),
        "project": project,
        "where": project.key if hit.kind == "project" else project.name,
        "at": hit.at if hit.kind in ("comment", "message", "file") else None,
    }
