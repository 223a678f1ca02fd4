"""The page of a project's files: filter by kind, search by name, upload, delete."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.ids import parse_uuid
from files.content_types.catalogue import KINDS
from files.content_types.kinds import of_kind
from files.context import file_context, human_size
from files.models import File
from files.quota import used_bytes
from files.search.files import files_found
from files.upload import upload
from projects.errors import Refusal
from projects.models import Membership
from projects.pages.base import current_user, membership_or_404, refusal_text, request_origin, try_command
from projects.permissions import Role
from projects.search.query_text import search_text

PAGE = 60
LABELS = {
    "image": gettext_lazy("Pictures"),
    "document": gettext_lazy("Documents"),
    "archive": gettext_lazy("Archives"),
    "audio": gettext_lazy("Audio"),
    "video": gettext_lazy("Video"),
    "text": gettext_lazy("Text"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def files(request: HttpRequest, project_id: UUID) -> HttpResponse:
    membership = membership_or_404(request, project_id)
    if request.method == "POST":
        action = ACTIONS.get(request.POST.get("action", ""))
        if action is not None:
            action(request, membership)
        return redirect("files", project_id=membership.project_id)
    return render(request, "files/list.html", _context(request, membership))


def _upload(request: HttpRequest, membership: Membership) -> None:
    incoming = request.FILES.get("file")
    if incoming is None:
        messages.error(request, _("Choose a file first."))
        return
    try:
        upload(current_user(request), membership.project_id, incoming, origin=request_origin(request))
    except Refusal as refusal:
        messages.error(request, refusal_text(refusal))


def _delete(request: HttpRequest, membership: Membership) -> None:
    try_command(request, "file.delete", id=request.POST.get("file", ""))


ACTIONS: dict[str, Callable[[HttpRequest, Membership], None]] = {"upload": _upload, "delete": _delete}


def _context(request: HttpRequest, membership: Membership) -> dict[str, object]:
    """Return the context of the page.

    `seq` was read before the rows, so that the page receives whatever changes in between as an event.
    """
    project = membership.project
    kind = request.GET.get("kind", "")
    words = search_text(request.GET)
    rows, older = _page(_matching_files(membership, kind, words), request.GET.get("before", ""))
    used = used_bytes(project.pk)
    return {
        "project": project,
        "role": membership.role,
        "seq": project.last_seq,
        "files": [_row(file, membership) for file in rows],
        "older": older,
        "kinds": [(name, LABELS[name]) for name in KINDS],
        "kind": kind if kind in KINDS else "",
        "words": words,
        "used": used,
        "quota": settings.PROJECT_QUOTA,
        "used_words": human_size(used),
        "quota_words": human_size(settings.PROJECT_QUOTA),
    }


def _matching_files(membership: Membership, kind: str, words: str) -> Any:
    """Return the files of one kind, or of all, that the words find; newest first."""
    rows = File.objects.undeleted().filter(project=membership.project).select_related("uploader")
    if kind in KINDS:
        rows = rows.filter(of_kind(kind))
    rows = files_found(rows, words, membership) if words else rows
    return rows.order_by("-id")


def _page(rows: Any, before: str) -> tuple[list[File], UUID | None]:
    """Return the rows older than `before`, and the cursor of the next page. Ids rise with time."""
    try:
        rows = rows.filter(pk__lt=parse_uuid(before)) if before else rows
    except ValueError:
        rows = rows.none()
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def _row(file: File, membership: Membership) -> dict[str, object]:
    may = Role(membership.role).may
    can_delete_own = file.uploader_id == membership.user_id and may(Role.MEMBER)
    return {
        **file_context(file),
        "uploader": file.uploader,
        "when": file.created_at,
        "can_delete": can_delete_own or may(Role.ADMIN),
    }
