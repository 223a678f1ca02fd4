"""Commands behind the forms of a card's page. With JavaScript the browser sends the same commands."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.models import Card, Comment
from boards.pages.card_dates import moment_of
from boards.pages.checklist_forms import CHECKLIST_FORMS
from core.ids import uuid_or_none
from core.wire import instant
from files.upload import upload
from projects.errors import invalid_field
from projects.mentions.uncalled import note_in_description, uncalled_note
from projects.pages.base import (
    current_user,
    int_or_text,
    membership_or_404,
    request_origin,
    run_command,
)

REMOVALS = ("archive", "delete")


def run_form(request: HttpRequest, card: Card) -> HttpResponse:
    """Run the command of the submitted form and redirect. Raise Refusal."""
    action = request.POST.get("action", "")
    form = FORMS.get(action)
    anchor = form(request, card) if form else ""
    if action in REMOVALS:
        return redirect("board", project_id=card.project_id)
    page = redirect("card", project_id=card.project_id, number=card.number)
    if anchor:
        page["Location"] += f"#{anchor}"
    return page


def _versioned(request: HttpRequest, card: Card) -> dict[str, object]:
    return {"id": str(card.pk), "version": int_or_text(request.POST.get("version", ""))}


def _update(request: HttpRequest, card: Card) -> None:
    changed = _changed(request)
    run_command(request, "card.update", **_versioned(request, card), **changed)
    text = str(changed.get("description", ""))
    _say(request, note_in_description(text, card.project, before=card.description))


def _say(request: HttpRequest, note: str) -> None:
    if note:
        messages.info(request, note)


def _changed(request: HttpRequest) -> dict[str, object]:
    """Input from the fields that the form lists in `fields`."""
    post = request.POST
    read: dict[str, tuple[str, Callable[[], Any]]] = {
        "title": ("title", lambda: post.get("title", "")),
        "description": ("description", lambda: post.get("description", "").replace("\r\n", "\n")),
        "labels": ("labelIds", lambda: post.getlist("labels")),
        "assignees": ("assigneeIds", lambda: post.getlist("assignees")),
        "start_at": ("startAt", lambda: moment_of(post, "start_at")),
        "due_at": ("dueAt", lambda: moment_of(post, "due_at")),
        "done": ("doneAt", lambda: instant(timezone.now()) if post.get("done") == "1" else None),
    }
    listed = [read[name] for name in post.get("fields", "").split() if name in read]
    return {key: value() for key, value in listed}


def _move(request: HttpRequest, card: Card) -> None:
    placement = {"after": None} if request.POST.get("position") == "top" else {}
    column = request.POST.get("column", "")
    run_command(request, "card.move", **_versioned(request, card), columnId=column, **placement)


def _archive_or_delete(request: HttpRequest, card: Card) -> None:
    run_command(request, f"card.{request.POST['action']}", **_versioned(request, card))


def _watch(request: HttpRequest, card: Card) -> None:
    run_command(request, f"card.{request.POST['action']}", id=str(card.pk))


def _attach(request: HttpRequest, card: Card) -> None:
    """Upload the form's file to the project, then attach it to the card."""
    incoming = request.FILES.get("file")
    if incoming is None:
        raise invalid_field("file", _("Choose a file."))
    file = upload(current_user(request), card.project_id, incoming, origin=request_origin(request)).answer
    run_command(request, "card.attach", id=str(card.pk), fileId=file["id"])


def _act_on_file(request: HttpRequest, card: Card) -> None:
    file_id, action = request.POST.get("file", ""), request.POST.get("do", "")
    if action == "detach":
        run_command(request, "card.detach", id=str(card.pk), fileId=file_id)
    elif action in ("cover", "uncover"):
        cover = file_id if action == "cover" else None
        run_command(request, "card.update", **_versioned(request, card), coverFileId=cover)


def _comment(request: HttpRequest, card: Card) -> str:
    text = request.POST.get("comment", "").replace("\r\n", "\n")
    comment = run_command(request, "comment.create", cardId=str(card.pk), text=text).answer
    _say(request, uncalled_note(text, membership_or_404(request, card.project_id)))
    return f"comment-{comment['id']}"


def _change_comment(request: HttpRequest, card: Card) -> str:
    comment, text = request.POST.get("comment_id", ""), request.POST.get("text", "").replace("\r\n", "\n")
    comment_id = uuid_or_none(comment)
    earlier = Comment.objects.filter(card=card, pk=comment_id).first() if comment_id else None
    run_command(request, "comment.update", id=comment, text=text)
    _say(
        request,
        uncalled_note(
            text, membership_or_404(request, card.project_id), before=earlier.text if earlier else ""
        ),
    )
    return f"comment-{comment}"


def _delete_comment(request: HttpRequest, card: Card) -> str:
    run_command(request, "comment.delete", id=request.POST.get("comment_id", ""))
    return "comments"


def _label(request: HttpRequest, card: Card) -> None:
    post = request.POST
    fields = {"name": post.get("name", ""), "color": post.get("color", "")}
    if post.get("do") == "delete":
        run_command(request, "label.delete", id=post.get("label", ""))
    elif post.get("label"):
        run_command(request, "label.update", id=post["label"], **fields)
    else:
        run_command(request, "label.create", projectId=str(card.project_id), **fields)


Form = Callable[[HttpRequest, Card], str | None]

FORMS: dict[str, Form] = {
    "update": _update,
    "move": _move,
    "archive": _archive_or_delete,
    "restore": _archive_or_delete,
    "delete": _archive_or_delete,
    "watch": _watch,
    "unwatch": _watch,
    "attach": _attach,
    "file": _act_on_file,
    "comment": _comment,
    "comment-update": _change_comment,
    "comment-delete": _delete_comment,
    "label": _label,
    **CHECKLIST_FORMS,
}
