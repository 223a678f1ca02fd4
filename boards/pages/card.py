"""A card at its own address: a page that works without JavaScript, and the inside of the board's dialog."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boards.contexts.cards import card_context, prose
from boards.models import DESCRIPTION_LENGTH, Card
from boards.pages.card_forms import act
from boards.wire.description_versions import versions_shown
from projects.errors import Refusal
from projects.history.activity import seq_in
from projects.models import Membership
from projects.pages.base import membership_or_404, reason

HUGE_NUMBER = 2**31
# What someone wrote is not lost when it is refused.
WORDS = ("title", "description", "comment", "text", "comment_id", "item", "checklist")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def card(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    mine = membership_or_404(request, project_id)
    found = _card(mine, number)
    told: dict[str, Any] = {}
    if request.POST.get("action") == "preview":
        told = {"typed": _typed(request), "preview": _shown(request.POST.get("description", "")) or " "}
    elif request.method == "POST":
        try:
            return act(request, found)
        except Refusal as refusal:
            told = _refused(request, refusal)
            found = _card(mine, number)
    context = {**card_context(request, mine, found), **told, "standalone": True}
    return render(request, "boards/card.html", context, status=400 if told.get("errors") else 200)


@require_safe
@login_required
def card_dialog(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    mine = membership_or_404(request, project_id)
    return render(request, "boards/_card_sheet.html", card_context(request, mine, _card(mine, number)))


@require_safe
@login_required
def descriptions(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    """What the description was before, as a page; `?part` is the list alone, for the dialog."""
    mine = membership_or_404(request, project_id)
    found = _card(mine, number)
    rows, more = versions_shown(found, _before(request))
    context = {"project": mine.project, "role": mine.role, "card": found, "versions": rows, "more": more}
    part = "part" in request.GET
    return render(request, f"boards/{'_descriptions' if part else 'descriptions'}.html", context)


@require_POST
@login_required
def preview(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Text as it will be shown; nothing is kept."""
    membership_or_404(request, project_id)
    return HttpResponse(f'<div class="prose">{_shown(request.POST.get("text", ""))}</div>')


def _shown(text: str) -> str:
    return prose(text[:DESCRIPTION_LENGTH])


def _card(mine: Membership, number: int) -> Card:
    rows = Card.objects.filter(project=mine.project).select_related("column", "created_by", "project")
    found = rows.filter(number=number).first() if number < HUGE_NUMBER else None
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, refusal: Refusal) -> dict[str, Any]:
    """Why, what was written, and whether somebody else has written the description meanwhile."""
    errors = refusal.extra.get("fields") or {"": [reason(refusal)]}
    typed = _typed(request)
    overtaken = refusal.code == "version_conflict" and "description" in typed
    theirs = overtaken and refusal.extra["current"]["description"] != typed["description"]
    return {"errors": errors, "typed": typed, "clash": theirs}


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in WORDS if name in request.POST}


def _before(request: HttpRequest) -> int | None:
    try:
        return seq_in(request.GET.get("before") or None)
    except ValueError:
        raise Http404 from None
