"""The parts of the conversation that the page's script fetches, and a preview of markdown."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from chat.context import PAGE, message_faces, stream
from chat.models import Message
from core.ids import parse_uuid
from projects.models import Project
from projects.pages.base import membership_or_404

WORDS = 200


@require_safe
@login_required
def messages(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """List items, oldest first: the page `before` or `after` a message, or `around` it.

    X-More-Before and X-More-After say whether the conversation goes on there.
    """
    project = membership_or_404(request, project_id).project
    rows = Message.objects.filter(project=project)
    gap: dict[str, dt.datetime] = {}
    if "around" in request.GET:
        shown, before, after = _around(rows, _edge(rows, request.GET["around"]))
    elif "after" in request.GET:
        edge = _edge(rows, request.GET["after"])
        shown, after = _page(_later(rows, edge))
        before, gap = True, {"since": edge.created_at}
    else:
        last = _edge(rows, request.GET["before"]) if "before" in request.GET else None
        newest, before = _page((rows.older_than(last.created_at, last.pk) if last else rows).newest())
        shown, after = newest[::-1], last is not None
        gap = {"until": last.created_at} if last else {}
    items = stream(shown, project, open_end=not after, **gap)
    response = render(request, "chat/_items.html", {"items": items})
    response["X-More-Before"], response["X-More-After"] = str(int(before)), str(int(after))
    return response


@require_safe
@login_required
def search(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """List items of the messages found, newest first, by words, author and days."""
    project = membership_or_404(request, project_id).project
    found = _found(request, project)
    faces = message_faces(list(found.newest()[:PAGE]), project)
    return render(request, "chat/_found.html", {"found": faces})


def _found(request: HttpRequest, project: Project) -> Any:
    rows = Message.objects.filter(project=project, deleted_at=None)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:WORDS]
    rows = rows.matching(words) if words else rows
    if request.GET.get("author"):
        rows = rows.filter(author_id=_uuid(request.GET["author"]))
    since, until = _day(request.GET.get("from")), _day(request.GET.get("to"))
    rows = rows.filter(created_at__gte=since) if since else rows
    return rows.filter(created_at__lt=until + dt.timedelta(days=1)) if until else rows


def _around(rows: Any, edge: Message) -> tuple[list[Message], bool, bool]:
    earlier, before = _page(rows.older_than(edge.created_at, edge.pk).newest(), PAGE // 2)
    later, after = _page(_later(rows, edge), PAGE // 2)
    return [*earlier[::-1], edge, *later], before, after


def _later(rows: Any, edge: Message) -> Any:
    return rows.newer_than(edge.created_at, edge.pk).order_by("created_at", "id")


def _page(rows: Any, size: int = PAGE) -> tuple[list[Message], bool]:
    found = list(rows[: size + 1])
    return found[:size], len(found) > size


def _edge(rows: Any, text: str) -> Message:
    message = rows.filter(pk=_uuid(text)).first()
    if message is None:
        raise Http404
    return message


def _uuid(text: str) -> UUID:
    try:
        return parse_uuid(text)
    except ValueError:
        raise Http404 from None


def _day(text: str | None) -> dt.datetime | None:
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
