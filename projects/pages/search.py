"""Search for people: a page of its own, and what the palette shows while one types."""

import re
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from core.ids import parse_uuid
from projects.models import Project
from projects.pages.base import person
from projects.search import FINDERS, KINDS, MOST, STEM, Hit, search_in, words_in

SHOWN = 6
"""Of one kind in the palette."""

NAMES = {"cards": _("Cards"), "comments": _("Comments"), "messages": _("Messages"), "files": _("Files")}
ICONS = {
    "card": "square-kanban",
    "comment": "message-circle",
    "message": "message-circle",
    "file": "paperclip",
}


@dataclass(frozen=True)
class Wish:
    """What is sought; a kind or project that nobody knows is left out."""

    text: str
    kind: str
    project_id: UUID | None

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        kind = query.get("kind", "")
        return cls(words_in(query), kind if kind in KINDS else "", _id(query.get("project", "")))


@require_safe
@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    wish = Wish.of(request.GET)
    projects = _projects(person(request))
    project = next((each for each in projects if each.pk == wish.project_id), None)
    kinds = [wish.kind] if wish.kind else KINDS
    found = search_in([project] if project else projects, wish.text, kinds=kinds)
    context = {
        "wish": wish,
        "chosen": project,
        "projects": projects,
        "kinds": _kinds(),
        "hits": _faces(found, projects, wish.text),
        "cut": len(found) == MOST,
        "most": MOST,
    }
    return render(request, "search/page.html", context)


@require_safe
@login_required
def search_items(request: HttpRequest) -> HttpResponse:
    """Groups of what is found, the best group first; without words the person's projects."""
    wish = Wish.of(request.GET)
    projects = _projects(person(request))
    groups = [group for kind in _kinds() if (group := _group(kind, wish.text, projects))]
    groups.sort(key=lambda group: -group["rank"])
    named = [each for each in projects if wish.text.casefold() in each.name.casefold()][:SHOWN]
    context = {"groups": groups, "named": _named(named, wish.text), "wish": wish}
    return render(request, "search/_items.html", context)


def _id(text: str) -> UUID | None:
    try:
        return parse_uuid(text)
    except ValueError:
        return None


def marked(text: str, sought: str) -> SafeString:
    """Escaped, with <mark> around the words that were sought, or that begin as they do."""
    words = re.findall(r"\w+", sought)
    if not words:
        return conditional_escape(text)
    stems = "|".join(re.escape(word[: max(STEM, len(word) - 2)]) for word in words)
    # Some databases find a word within another; a letter or two say nothing there.
    within = [re.escape(word) for word in words if len(word) >= STEM]
    parts = re.split("|".join([rf"(\b(?:{stems})\w*", *within]) + ")", text, flags=re.IGNORECASE)
    # Every second part is what was split by.
    return mark_safe("".join(_part(part, at % 2 == 1) for at, part in enumerate(parts)))  # noqa: S308


def _part(text: str, is_word: bool) -> SafeString:
    return format_html("<mark>{}</mark>", text) if is_word else conditional_escape(text)


def _projects(user: User) -> list[Project]:
    return list(Project.objects.visible_to(user).order_by("name", "id"))


def _kinds() -> dict[str, Any]:
    return {kind: NAMES[kind] for kind in KINDS if kind in FINDERS}


def _group(kind: str, text: str, projects: list[Project]) -> dict[str, Any] | None:
    found = search_in(projects, text, kinds=[kind], limit=SHOWN)
    if not found:
        return None
    return {"kind": kind, "name": NAMES[kind], "rank": found[0].rank, "hits": _faces(found, projects, text)}


def _named(projects: list[Project], text: str) -> list[dict[str, Any]]:
    return [{"project": project, "name": marked(project.name, text)} for project in projects]


def _faces(found: list[Hit], projects: list[Project], text: str) -> list[dict[str, Any]]:
    by_id = {project.pk: project for project in projects}
    return [_face(hit, by_id[hit.project_id], text) for hit in found]


def _face(hit: Hit, project: Project, text: str) -> dict[str, Any]:
    """A card is called by its title, its key stands beside it; who says something is not what is said."""
    key, _space, title = hit.title.partition(" ") if hit.kind == "card" else ("", "", hit.title)
    said = hit.kind in ("message", "comment")
    plain = (hit.excerpt or title) if said else title
    return {
        "kind": hit.kind,
        "id": hit.id,
        "url": hit.url,
        "icon": ICONS[hit.kind],
        "plain": plain,
        "title": marked(plain, text),
        "key": marked(key, text) if key else "",
        "by": title if said else "",
        "excerpt": "" if said or not hit.excerpt else marked(hit.excerpt, text),
        "project": project,
        "at": hit.at,
    }
