"""Parts of the conversation that the board's scripts fetch."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from chat.context import PAGE, message_contexts, timeline
from chat.models import Message
from chat.search.messages import matching
from core.ids import parse_uuid
from core.instants import FIRST, LAST
from core.search.excerpts import markdown_excerpt
from projects.models import Project
from projects.pages.base import current_user, membership_or_404
from projects.pages.marks import marked
from projects.search.query_text import read_query, search_text


@require_safe
@login_required
def messages(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """List items, oldest first: the page `before` or `after` a message, or `around` it.

    The headers X-More-Before and X-More-After are 1 if there are more messages in that direction, else 0.
    """
    project = membership_or_404(request, project_id).project
    rows = Message.objects.filter(project=project)
    move_bounds: dict[str, dt.datetime] = {}
    if "around" in request.GET:
        shown, before, after = _around(rows, _anchor(rows, request.GET["around"]))
    elif "after" in request.GET:
        anchor = _anchor(rows, request.GET["after"])
        shown, after = _page(_later(rows, anchor))
        before, move_bounds = True, {"since": anchor.created_at}
    else:
        last = _anchor(rows, request.GET["before"]) if "before" in request.GET else None
        newest, before = _page((rows.older_than(last.created_at, last.pk) if last else rows).newest())
        shown, after = newest[::-1], last is not None
        move_bounds = {"until": last.created_at} if last else {}
    items = timeline(shown, project, to_end=not after, **move_bounds)
    response = render(request, "chat/_items.html", {"items": items})
    response["X-More-Before"], response["X-More-After"] = str(int(before)), str(int(after))
    return response


@require_safe
@login_required
def search(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """List items of the messages that match words, author and days, newest first."""
    project = membership_or_404(request, project_id).project
    messages = list(_search_results(request, project).newest()[:PAGE])
    query = read_query(search_text(request.GET))
    texts = [marked(markdown_excerpt(message.text, query), query) for message in messages]
    contexts = message_contexts(messages, project)
    found = [{**each, "shown": text} for each, text in zip(contexts, texts, strict=True)]
    return render(request, "chat/_found.html", {"found": found})


def _search_results(request: HttpRequest, project: Project) -> Any:
    rows = Message.objects.filter(project=project, deleted_at=None)
    words = search_text(request.GET)
    if request.GET.get("author"):
        rows = rows.filter(author_id=_uuid(request.GET["author"]))
    since, until = _day(request.GET.get("from")), _day(request.GET.get("to"))
    rows = rows.filter(created_at__gte=since) if since else rows
    rows = rows.filter(created_at__lt=until + dt.timedelta(days=1)) if until else rows
    return matching(rows, words, project, current_user(request), limit=PAGE) if words else rows


def _around(rows: Any, anchor: Message) -> tuple[list[Message], bool, bool]:
    earlier, before = _page(rows.older_than(anchor.created_at, anchor.pk).newest(), PAGE // 2)
    later, after = _page(_later(rows, anchor), PAGE // 2)
    return [*earlier[::-1], anchor, *later], before, after


def _later(rows: Any, anchor: Message) -> Any:
    return rows.newer_than(anchor.created_at, anchor.pk).order_by("created_at", "id")


def _page(rows: Any, size: int = PAGE) -> tuple[list[Message], bool]:
    found = list(rows[: size + 1])
    return found[:size], len(found) > size


def _anchor(rows: Any, text: str) -> Message:
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
    """Return the start of a day; of the nearest one that messages can have where it is out of range."""
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    bounded = min(max(day, FIRST.date()), LAST.date()) if day else None
    return dt.datetime.combine(bounded, dt.time(), dt.UTC) if bounded else None
