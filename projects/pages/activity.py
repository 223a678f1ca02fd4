"""Pages of the log: a project's activity, a card's history, and the audit for admins."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.models import User
from projects.history.activity import ActivityFilter, read_activity
from projects.history.sentences import activity_kinds
from projects.member_names import name_apart
from projects.models import Membership
from projects.pages.base import membership_or_404
from projects.permissions import Role


@require_safe
@login_required
def activity(request: HttpRequest, project_id: UUID) -> HttpResponse:
    membership = membership_or_404(request, project_id)
    return render(request, "projects/activity.html", _context(request, membership))


@require_safe
@login_required
def activity_items(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Return the items alone, for the page's script. X-More says whether there are more in that direction."""
    membership = membership_or_404(request, project_id)
    items, more = read_activity(membership.project, ActivityFilter.of(request.GET))
    response = render(request, "projects/_deeds.html", {"deeds": items})
    response["X-More"] = str(int(more))
    return response


@require_safe
@login_required
def audit(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show the log with each actor's e-mail and IP address; for admins and owners."""
    membership = membership_or_404(request, project_id)
    if not Role(membership.role).may(Role.ADMIN):
        raise PermissionDenied
    return render(request, "projects/audit.html", _context(request, membership))


@require_safe
@login_required
def card_history(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    """Show the latest events of one card, for its dialog."""
    membership = membership_or_404(request, project_id)
    items, more = read_activity(membership.project, ActivityFilter(card=number))
    if not items:
        raise Http404
    context = {"project": membership.project, "deeds": items, "more": more, "number": number}
    return render(request, "projects/_history.html", context)


def _context(request: HttpRequest, membership: Membership) -> dict[str, object]:
    wanted = ActivityFilter.of(request.GET)
    items, more = read_activity(membership.project, wanted)
    older = {**wanted.filters, "before": str(items[-1]["seq"])} if more else None
    people = User.objects.filter(memberships__project=membership.project).order_by("display_name")
    return {
        "project": membership.project,
        "role": membership.role,
        "seq": membership.project.last_seq,
        "deeds": items,
        "older": f"?{urlencode(older)}" if older else "",
        "newest": wanted.before is None,
        "wish": wanted,
        "filters": urlencode(wanted.filters),
        "people": name_apart(list(people)),
        "kinds": activity_kinds,
    }
