"""The page of a project's files: found by kind and words, uploaded, deleted."""

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
from files.content_types import KINDS, types_of
from files.context import file_face, size_words
from files.models import File
from files.quota import used_by
from files.upload import upload
from projects.errors import Refusal
from projects.models import Membership
from projects.pages.base import membership_or_404, origin, person, reason, sent
from projects.permissions import Role

PAGE = 60
WORDS = 200
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
    mine = membership_or_404(request, project_id)
    if request.method == "POST":
        act = ACTIONS.get(request.POST.get("action", ""))
        if act is not None:
            act(request, mine)
        return redirect("files", project_id=mine.project_id)
    return render(request, "files/list.html", _context(request, mine))


def _upload(request: HttpRequest, mine: Membership) -> None:
    incoming = request.FILES.get("file")
    if incoming is None:
        messages.error(request, _("Choose a file first."))
        return
    try:
        upload(person(request), mine.project_id, incoming, origin=origin(request))
    except Refusal as refusal:
        messages.error(request, reason(refusal))


def _delete(request: HttpRequest, mine: Membership) -> None:
    sent(request, "file.delete", id=request.POST.get("file", ""))


ACTIONS: dict[str, Callable[[HttpRequest, Membership], None]] = {"upload": _upload, "delete": _delete}


def _context(request: HttpRequest, mine: Membership) -> dict[str, Any]:
    """The head of the log is read before the rows: what happens between comes again as an event."""
    project = mine.project
    kind = request.GET.get("kind", "")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:WORDS]
    rows, older = _page(_found(mine, kind, words), request.GET.get("before", ""))
    used = used_by(project.pk)
    return {
        "project": project,
        "role": mine.role,
        "seq": project.last_seq,
        "files": [_row(file, mine) for file in rows],
        "older": older,
        "kinds": [(name, LABELS[name]) for name in KINDS],
        "kind": kind if kind in KINDS else "",
        "words": words,
        "used": used,
        "quota": settings.PROJECT_QUOTA,
        "used_words": size_words(used),
        "quota_words": size_words(settings.PROJECT_QUOTA),
    }


def _found(mine: Membership, kind: str, words: str) -> Any:
    rows = File.objects.kept().filter(project=mine.project).select_related("uploader")
    if kind in KINDS:
        rows = rows.filter(content_type__in=types_of(kind))
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    return rows.order_by("-id")


def _page(rows: Any, before: str) -> tuple[list[File], UUID | None]:
    """The newest first; and from where the next page goes on. Ids rise with time."""
    try:
        rows = rows.filter(pk__lt=parse_uuid(before)) if before else rows
    except ValueError:
        rows = rows.none()
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def _row(file: File, mine: Membership) -> dict[str, Any]:
    may = Role(mine.role).may
    own = file.uploader_id == mine.user_id and may(Role.MEMBER)
    more = {"uploader": file.uploader, "when": file.created_at, "can_delete": own or may(Role.ADMIN)}
    return {**file_face(file), **more}
