"""Pages of notifications: the list, and a person's level for each project."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pages.base import return_to
from core.ids import parse_uuid
from notifications.models import Choice, Level
from notifications.queries import count_unread, mark_read, visible_notifications
from notifications.texts import notification_contexts
from projects.models import Membership
from projects.pages.base import current_user

PAGE = 50

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    user_id = current_user(request).pk
    if request.method == "POST":
        if request.POST.get("action") == "read":
            mark_read(user_id, only=_id(request.POST.get("id")))
        elif request.POST.get("action") == "all":
            mark_read(user_id, up_to=_id(request.POST.get("up_to")))
        return redirect("notifications")
    rows = visible_notifications(user_id).select_related("event__actor", "project").order_by("-pk")
    before = request.GET.get("before")
    found = list((rows.filter(pk__lt=_id(before)) if before else rows)[: PAGE + 1])
    context = {
        "notices": notification_contexts(found[:PAGE]),
        "unread": count_unread(user_id),
        "newest": not before,
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
    }
    return render(request, "notifications/list.html", context)


@require_safe
@login_required
def unread_count(request: HttpRequest) -> HttpResponse:
    """Return the unread count, for a bell whose socket was disconnected."""
    return JsonResponse({"unread": count_unread(current_user(request).pk)})


@page
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    memberships = Membership.objects.filter(
        user=current_user(request), project__deleted_at=None
    ).select_related("project")
    if request.method == "POST":
        membership = memberships.filter(project=_id(request.POST.get("project"))).first()
        if membership is None or request.POST.get("level") not in Level.values:
            raise Http404
        level = request.POST["level"]
        Choice.objects.update_or_create(membership=membership, defaults={"level": level})
        return return_to(f"level-{membership.project_id}", "notification_settings")
    chosen = dict(Choice.objects.filter(membership__in=memberships).values_list("membership", "level"))
    rows = [_row(row, chosen.get(row.pk, Level.MINE)) for row in memberships.order_by("project__name", "pk")]
    return render(request, "notifications/settings.html", {"rows": rows, "levels": Level.choices})


def _row(membership: Membership, level: str) -> dict[str, object]:
    return {"tile": membership.project, "level": level}


def _id(text: str | None) -> UUID:
    """Parse an id of a request. Raises Http404."""
    try:
        return parse_uuid(text)
    except ValueError:
        raise Http404 from None
