"""Pages of this app: what one was told, and how much of it one wants."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.ids import parse_uuid
from notifications.models import Choice, Level
from notifications.queries import mark_read, unread, visible
from notifications.texts import notices
from projects.models import Membership
from projects.pages.base import person

PAGE = 50

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    me = person(request).pk
    if request.method == "POST":
        if request.POST.get("action") == "read":
            mark_read(me, only=_id(request.POST.get("id")))
        elif request.POST.get("action") == "all":
            mark_read(me, up_to=_id(request.POST.get("up_to")))
        return redirect("notifications")
    rows = visible(me).select_related("event__actor").order_by("-pk")
    before = request.GET.get("before")
    found = list((rows.filter(pk__lt=_id(before)) if before else rows)[: PAGE + 1])
    context = {
        "notices": notices(found[:PAGE]),
        "unread": unread(me),
        "newest": not before,
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
    }
    return render(request, "notifications/list.html", context)


@require_safe
@login_required
def unread_count(request: HttpRequest) -> HttpResponse:
    """For the bell, when its line was away."""
    return JsonResponse({"unread": unread(person(request).pk)})


@page
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    mine = Membership.objects.filter(user=person(request), project__deleted_at=None).select_related("project")
    if request.method == "POST":
        membership = mine.filter(project=_id(request.POST.get("project"))).first()
        if membership is None or request.POST.get("level") not in Level.values:
            raise Http404
        level = request.POST["level"]
        Choice.objects.update_or_create(membership=membership, defaults={"level": level})
        return redirect("notification_settings")
    chosen = dict(Choice.objects.filter(membership__in=mine).values_list("membership", "level"))
    rows = [_row(row, chosen.get(row.pk, Level.MINE)) for row in mine.order_by("project__name", "pk")]
    return render(request, "notifications/settings.html", {"rows": rows, "levels": Level.choices})


def _row(membership: Membership, level: str) -> dict[str, Any]:
    return {"tile": membership.project, "level": level}


def _id(text: str | None) -> UUID:
    try:
        return parse_uuid(text)
    except ValueError:
        raise Http404 from None
