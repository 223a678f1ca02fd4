"""Pages of what was done: the project's activity, a card's history, and the audit for who answers for it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.models import User
from projects.history.activity import Wish, read
from projects.history.sentences import KINDS
from projects.models import Membership
from projects.pages.base import membership_or_404
from projects.permissions import Role


@require_safe
@login_required
def activity(request: HttpRequest, project_id: UUID) -> HttpResponse:
    mine = membership_or_404(request, project_id)
    return render(request, "projects/activity.html", _context(request, mine))


@require_safe
@login_required
def activity_items(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The deeds alone, for the page's script. X-More says whether there are more in that direction."""
    mine = membership_or_404(request, project_id)
    deeds, more = read(mine.project, Wish.of(request.GET))
    response = render(request, "projects/_deeds.html", {"deeds": deeds})
    response["X-More"] = str(int(more))
    return response


@require_safe
@login_required
def audit(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Who did what, when, and from where; for admins and owners."""
    mine = membership_or_404(request, project_id)
    if not Role(mine.role).may(Role.ADMIN):
        raise PermissionDenied
    return render(request, "projects/audit.html", _context(request, mine))


@require_safe
@login_required
def card_history(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    """The last deeds on one card, for its dialog."""
    mine = membership_or_404(request, project_id)
    deeds, more = read(mine.project, Wish(card=number))
    if not deeds:
        raise Http404
    context = {"project": mine.project, "deeds": deeds, "more": more, "number": number}
    return render(request, "projects/_history.html", context)


def _context(request: HttpRequest, mine: Membership) -> dict[str, Any]:
    wish = Wish.of(request.GET)
    deeds, more = read(mine.project, wish)
    older = {**wish.filters, "before": str(deeds[-1]["seq"])} if more else None
    people = User.objects.filter(memberships__project=mine.project).order_by("display_name")
    return {
        "project": mine.project,
        "role": mine.role,
        "seq": mine.project.last_seq,
        "deeds": deeds,
        "older": f"?{urlencode(older)}" if older else "",
        "newest": wish.before is None,
        "wish": wish,
        "filters": urlencode(wish.filters),
        "people": people,
        "kinds": KINDS,
    }
