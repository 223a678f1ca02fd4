"""Pages of the search: a page of its own, and the hits that the palette shows while the user types."""

import re
from dataclasses import dataclass
from typing import Self, TypedDict
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from core.ids import uuid_or_none
from projects.models import Project
from projects.pages.base import current_user
from projects.search.providers import (
    KINDS,
    MAX_HITS,
    Hit,
    HitRank,
    search_in,
    search_providers,
    search_text,
)

STEM_LENGTH = 4
PALETTE_HITS = 6
"""Hits of one kind in the palette."""

NAMES = {"cards": _("Cards"), "comments": _("Comments"), "messages": _("Messages"), "files": _("Files")}
ICONS = {
    "card": "square-kanban",
    "comment": "message-circle",
    "message": "message-circle",
    "file": "paperclip",
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


@require_safe
@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    params = SearchParams.of(request.GET)
    person = current_user(request)
    projects = _projects(person)
    project = next((each for each in projects if each.pk == params.project_id), None)
    kinds = [params.kind] if params.kind else KINDS
    found = search_in([project] if project else projects, params.text, person=person, kinds=kinds)
    context = {
        "wish": params,
        "chosen": project,
        "projects": projects,
        "kinds": _kinds(),
        "hits": _hit_contexts(found, projects, params.text),
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
    params = SearchParams.of(request.GET)
    person = current_user(request)
    projects = _projects(person)
    groups = [group for kind in _kinds() if (group := _group(kind, params.text, projects, person))]
    groups.sort(key=lambda group: group["rank"], reverse=True)
    named = [each for each in projects if params.text.casefold() in each.name.casefold()][:PALETTE_HITS]
    context = {"groups": groups, "named": _named(named, params.text), "wish": params}
    return render(request, "search/_items.html", context)


def marked(text: str, query: str) -> SafeString:
    """Return `text` escaped, with <mark> around the words of the query and words with the same stem."""
    words = re.findall(r"\w+", query)
    if not words:
        return conditional_escape(text)
    stems = "|".join(re.escape(word[: max(STEM_LENGTH, len(word) - 2)]) for word in words)
    # Some databases also match inside words; parts of a letter or two are not worth marking.
    within = [re.escape(word) for word in words if len(word) >= STEM_LENGTH]
    parts = re.split("|".join([rf"(\b(?:{stems})\w*", *within]) + ")", text, flags=re.IGNORECASE)
    # Every second part is a match of the pattern.
    return mark_safe("".join(_part(part, at % 2 == 1) for at, part in enumerate(parts)))  # noqa: S308


def _part(text: str, is_word: bool) -> SafeString:
    return format_html("<mark>{}</mark>", text) if is_word else conditional_escape(text)


def _projects(user: User) -> list[Project]:
    return list(Project.objects.visible_to(user).order_by("name", "id"))


def _kinds() -> dict[str, str | Promise]:
    return {kind: NAMES[kind] for kind in KINDS if kind in search_providers}


def _group(kind: str, text: str, projects: list[Project], person: User) -> HitGroup | None:
    found = search_in(projects, text, person=person, kinds=[kind], limit=PALETTE_HITS)
    if not found:
        return None
    return {
        "kind": kind,
        "name": NAMES[kind],
        "rank": found[0].rank,
        "hits": _hit_contexts(found, projects, text),
    }


def _named(projects: list[Project], text: str) -> list[dict[str, object]]:
    return [{"project": project, "name": marked(project.name, text)} for project in projects]


def _hit_contexts(found: list[Hit], projects: list[Project], text: str) -> list[dict[str, object]]:
    by_id = {project.pk: project for project in projects}
    return [_hit_context(hit, by_id[hit.project_id], text) for hit in found]


def _hit_context(hit: Hit, project: Project, text: str) -> dict[str, object]:
    """Return a hit's template context.

    A card's title and key are separate. Of a message or comment the text is the title; `by` is who wrote the
    message, or the card of the comment, whose key is `by_key`.
    """
    on_card = hit.kind in ("card", "comment")
    key, _space, title = hit.title.partition(" ") if on_card else ("", "", hit.title)
    is_text = hit.kind in ("message", "comment")
    plain = (hit.excerpt or title) if is_text else title
    return {
        "kind": hit.kind,
        "id": hit.id,
        "url": hit.url,
        "icon": ICONS[hit.kind],
        "plain": plain,
        "title": marked(plain, text),
        "key": marked(key, text) if key and not is_text else "",
        "by": title if is_text else "",
        "by_key": key if is_text else "",
        "excerpt": "" if is_text or not hit.excerpt else marked(hit.excerpt, text),
        "project": project,
        "at": hit.at,
    }
