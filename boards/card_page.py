"""A card at its own address: a page that works without JavaScript, and the inside of the board's dialog."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.wire import instant
from boards.faces import card_faces
from boards.models import Card, CardFile, Column, Label
from files.faces import file_face
from files.uploading import upload
from projects.errors import Refusal, invalid_field
from projects.markdown import to_html
from projects.models import Membership
from projects.pages import membership_or_404, origin, person, reason, send

HUGE_NUMBER = 2**31
# What someone wrote is not lost when it is refused.
WORDS = ("title", "description")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def card(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    mine = membership_or_404(request, project_id)
    found = _card(mine, number)
    errors, typed = None, {}
    if request.method == "POST":
        try:
            return _act(request, found)
        except Refusal as refusal:
            errors = refusal.extra.get("fields") or {"": [reason(refusal)]}
            typed = {name: request.POST[name] for name in WORDS if name in request.POST}
            found = _card(mine, number)
    context = {**_context(mine, found), "errors": errors, "typed": typed, "standalone": True}
    return render(request, "boards/card.html", context, status=400 if errors else 200)


@require_safe
@login_required
def card_dialog(request: HttpRequest, project_id: UUID, number: int) -> HttpResponse:
    mine = membership_or_404(request, project_id)
    return render(request, "boards/_card_sheet.html", _context(mine, _card(mine, number)))


def _card(mine: Membership, number: int) -> Card:
    rows = Card.objects.filter(project=mine.project).select_related("column", "created_by", "project")
    found = rows.filter(number=number).first() if number < HUGE_NUMBER else None
    if found is None:
        raise Http404
    return found


def _act(request: HttpRequest, found: Card) -> HttpResponse:
    """Raises Refusal."""
    action, version = request.POST.get("action", ""), _number(request.POST.get("version", ""))
    named: dict[str, Any] = {"id": str(found.pk), "version": version}
    if action == "update":
        send(request, "card.update", **named, **_changed(request))
    elif action == "move":
        send(request, "card.move", **named, columnId=request.POST.get("column", ""), **_place(request))
    elif action in ("archive", "restore", "delete"):
        send(request, f"card.{action}", **named)
    elif action == "attach":
        _attach(request, found)
    elif action == "file":
        _act_on_file(request, named)
    if action in ("archive", "delete"):
        return redirect("board", project_id=found.project_id)
    return redirect("card", project_id=found.project_id, number=found.number)


def _attach(request: HttpRequest, found: Card) -> None:
    """Takes the form's file into the project, then puts it on the card."""
    incoming = request.FILES.get("file")
    if incoming is None:
        raise invalid_field("file", _("Choose a file."))
    file = upload(person(request), found.project_id, incoming, origin=origin(request)).told
    send(request, "card.attach", id=str(found.pk), fileId=file["id"])


def _act_on_file(request: HttpRequest, named: dict[str, Any]) -> None:
    file_id, asked = request.POST.get("file", ""), request.POST.get("do", "")
    if asked == "detach":
        send(request, "card.detach", id=named["id"], fileId=file_id)
    elif asked in ("cover", "uncover"):
        send(request, "card.update", **named, coverFileId=file_id if asked == "cover" else None)


def _changed(request: HttpRequest) -> dict[str, Any]:
    """Of the form's fields those that it says it covers."""
    read = {
        "title": ("title", lambda: request.POST.get("title", "")),
        "description": ("description", lambda: request.POST.get("description", "").replace("\r\n", "\n")),
        "labels": ("labelIds", lambda: request.POST.getlist("labels")),
        "assignees": ("assigneeIds", lambda: request.POST.getlist("assignees")),
        "due_at": ("dueAt", lambda: _due(request)),
    }
    covered = [read[name] for name in request.POST.get("fields", "").split() if name in read]
    return {key: value() for key, value in covered}


def _due(request: HttpRequest) -> str | None:
    text = request.POST.get("due_at", "")
    if not text or request.POST.get("clear") == "due_at":
        return None
    try:
        return instant(dt.datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=dt.UTC))
    except ValueError:
        return text


def _place(request: HttpRequest) -> dict[str, Any]:
    return {"after": None} if request.POST.get("position") == "top" else {}


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else text


def _context(mine: Membership, found: Card) -> dict[str, Any]:
    project = mine.project
    face = card_faces([found], project)[0]
    above = Card.objects.open().filter(column=found.column, position__lt=found.position)
    more = {
        name: getattr(found, name)
        for name in ("description", "created_by", "created_at", "updated_at", "cover_id")
    }
    rows = CardFile.objects.filter(card=found).select_related("file").order_by("id")
    state = {"archived_at": found.archived_at, "deleted_at": found.deleted_at}
    # The renderer has cleaned it.
    html = mark_safe(to_html(found.description))  # noqa: S308
    return {
        "project": project,
        "role": mine.role,
        "card": {**face, **more, **state, "description_html": html},
        "column": found.column,
        "files": [file_face(row.file) for row in rows],
        "columns": list(Column.objects.standing().filter(project=project)),
        "labels": list(Label.objects.filter(project=project)),
        "members": list(User.objects.filter(memberships__project=project).order_by("display_name")),
        "selected_labels": [label.pk for label in face["labels"]],
        "selected_assignees": [user.pk for user in face["assignees"]],
        "position": above.count() + 1,
    }
