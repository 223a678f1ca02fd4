"""What the forms of a card's page ask for, as commands; with JavaScript the board sends the same itself."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.models import Card
from boards.pages.card_dates import instant_of
from boards.pages.checklist_forms import LIST_FORMS
from core.wire import instant
from files.upload import upload
from projects.errors import invalid_field
from projects.pages.base import number, origin, person, send

AWAY = ("archive", "delete")


def act(request: HttpRequest, found: Card) -> HttpResponse:
    """Raises Refusal."""
    action = request.POST.get("action", "")
    form = FORMS.get(action)
    anchor = form(request, found) if form else ""
    if action in AWAY:
        return redirect("board", project_id=found.project_id)
    page = redirect("card", project_id=found.project_id, number=found.number)
    if anchor:
        page["Location"] += f"#{anchor}"
    return page


def _versioned(request: HttpRequest, found: Card) -> dict[str, Any]:
    return {"id": str(found.pk), "version": number(request.POST.get("version", ""))}


def _update(request: HttpRequest, found: Card) -> None:
    send(request, "card.update", **_versioned(request, found), **_changed(request))


def _changed(request: HttpRequest) -> dict[str, Any]:
    """Of the form's fields those that it says it covers."""
    post = request.POST
    read: dict[str, tuple[str, Callable[[], Any]]] = {
        "title": ("title", lambda: post.get("title", "")),
        "description": ("description", lambda: post.get("description", "").replace("\r\n", "\n")),
        "labels": ("labelIds", lambda: post.getlist("labels")),
        "assignees": ("assigneeIds", lambda: post.getlist("assignees")),
        "start_at": ("startAt", lambda: instant_of(post, "start_at")),
        "due_at": ("dueAt", lambda: instant_of(post, "due_at")),
        "done": ("doneAt", lambda: instant(timezone.now()) if post.get("done") == "1" else None),
    }
    covered = [read[name] for name in post.get("fields", "").split() if name in read]
    return {key: value() for key, value in covered}


def _move(request: HttpRequest, found: Card) -> None:
    place = {"after": None} if request.POST.get("position") == "top" else {}
    column = request.POST.get("column", "")
    send(request, "card.move", **_versioned(request, found), columnId=column, **place)


def _put_away(request: HttpRequest, found: Card) -> None:
    send(request, f"card.{request.POST['action']}", **_versioned(request, found))


def _watch(request: HttpRequest, found: Card) -> None:
    send(request, f"card.{request.POST['action']}", id=str(found.pk))


def _attach(request: HttpRequest, found: Card) -> None:
    """Takes the form's file into the project, then puts it on the card."""
    incoming = request.FILES.get("file")
    if incoming is None:
        raise invalid_field("file", _("Choose a file."))
    file = upload(person(request), found.project_id, incoming, origin=origin(request)).told
    send(request, "card.attach", id=str(found.pk), fileId=file["id"])


def _act_on_file(request: HttpRequest, found: Card) -> None:
    file_id, asked = request.POST.get("file", ""), request.POST.get("do", "")
    if asked == "detach":
        send(request, "card.detach", id=str(found.pk), fileId=file_id)
    elif asked in ("cover", "uncover"):
        cover = file_id if asked == "cover" else None
        send(request, "card.update", **_versioned(request, found), coverFileId=cover)


def _comment(request: HttpRequest, found: Card) -> str:
    text = request.POST.get("comment", "").replace("\r\n", "\n")
    told = send(request, "comment.create", cardId=str(found.pk), text=text).told
    return f"comment-{told['id']}"


def _change_comment(request: HttpRequest, found: Card) -> str:
    comment, text = request.POST.get("comment_id", ""), request.POST.get("text", "").replace("\r\n", "\n")
    send(request, "comment.update", id=comment, text=text)
    return f"comment-{comment}"


def _delete_comment(request: HttpRequest, found: Card) -> str:
    send(request, "comment.delete", id=request.POST.get("comment_id", ""))
    return "comments"


def _label(request: HttpRequest, found: Card) -> None:
    post = request.POST
    named = {"name": post.get("name", ""), "color": post.get("color", "")}
    if post.get("do") == "delete":
        send(request, "label.delete", id=post.get("label", ""))
    elif post.get("label"):
        send(request, "label.update", id=post["label"], **named)
    else:
        send(request, "label.create", projectId=str(found.project_id), **named)


Form = Callable[[HttpRequest, Card], str | None]

FORMS: dict[str, Form] = {
    "update": _update,
    "move": _move,
    "archive": _put_away,
    "restore": _put_away,
    "delete": _put_away,
    "watch": _watch,
    "unwatch": _watch,
    "attach": _attach,
    "file": _act_on_file,
    "comment": _comment,
    "comment-update": _change_comment,
    "comment-delete": _delete_comment,
    "label": _label,
    **LIST_FORMS,
}
