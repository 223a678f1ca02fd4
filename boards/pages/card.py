"""A card at its own address: a page that works without JavaScript, and the content of the board's dialog."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boards.contexts.cards import card_context, description_html
from boards.contexts.description_versions import description_versions
from boards.models import DESCRIPTION_LENGTH, Card
from boards.pages.card_forms import run_form
from projects.errors import Refusal
from projects.history.activity import parse_seq
from projects.models import Membership, Project
from projects.pages.base import membership_or_404, refusal_text, with_retry_after

NUMBER_LIMIT = 2**31
"""First number beyond the database column."""

KEPT_FIELDS = (
    *("action", "title", "description", "start_at", "start_at_time", "due_at", "due_at_time"),
    *("comment", "text", "comment_id", "name", "label", "item", "item_id", "checklist"),
)
"""Fields of the forms that are shown again with what was typed, if the command is refused."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def card(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    membership = membership_or_404(request, project_id)
    found = _get_card(membership, number)
    extra: dict[str, object] = {}
    refused: Refusal | None = None
    if request.POST.get("action") == "preview":
        extra = {
            "typed": _typed_texts(request),
            "preview": _preview(request.POST.get("description", ""), membership.project) or " ",
        }
    elif request.method == "POST":
        try:
            return run_form(request, found)
        except Refusal as refusal:
            refused, extra = refusal, _refused(request, refusal)
            found = _get_card(membership, number)
    context = {**card_context(request, membership, found), **extra, "standalone": True}
    response = render(request, "boards/card.html", context, status=400 if refused else 200)
    return with_retry_after(response, refused) if refused else response


@require_safe
@login_required
def card_dialog(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    membership = membership_or_404(request, project_id)
    return render(
        request, "boards/_card_sheet.html", card_context(request, membership, _get_card(membership, number))
    )


@require_safe
@login_required
def descriptions(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    """Earlier versions of the description as a page; with `?part` only their list, for the dialog."""
    membership = membership_or_404(request, project_id)
    found = _get_card(membership, number)
    rows, more = description_versions(found, _before(request))
    context = {
        "project": membership.project,
        "role": membership.role,
        "card": found,
        "versions": rows,
        "more": more,
    }
    list_only = "part" in request.GET
    return render(request, f"boards/{'_descriptions' if list_only else 'descriptions'}.html", context)


@require_POST
@login_required
def preview(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Render Markdown without saving it."""
    project = membership_or_404(request, project_id).project
    return HttpResponse(f'<div class="prose">{_preview(request.POST.get("text", ""), project)}</div>')


def _preview(text: str, project: Project) -> str:
    return description_html(text[:DESCRIPTION_LENGTH], project)


def _get_card(membership: Membership, number: int) -> Card:
    rows = Card.objects.filter(project=membership.project).select_related("column", "created_by", "project")
    found = rows.filter(number=number).first() if number < NUMBER_LIMIT else None
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, refusal: Refusal) -> dict[str, object]:
    """Context after a refused command: the errors, the typed texts, and whether the description clashes.

    It clashes if another person has changed it since the form was loaded.
    """
    errors = refusal.extra.get("fields") or {"": [refusal_text(refusal)]}
    typed = _typed_texts(request)
    outdated = refusal.code == "version_conflict" and "description" in typed
    clash = outdated and refusal.extra["current"]["description"] != typed["description"]
    return {"errors": errors, "typed": typed, "clash": clash}


def _typed_texts(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in KEPT_FIELDS if name in request.POST}


def _before(request: HttpRequest) -> int | None:
    try:
        return parse_seq(request.GET.get("before") or None)
    except ValueError:
        raise Http404 from None
