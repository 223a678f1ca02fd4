"""What takes back the events of this app, or why nothing does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from chat.models import Message
from chat.serialization import message_wire
from projects.errors import CannotUndo
from projects.history.undo import LASTING, check_same, found, inverse, put_back
from projects.models import Event
from projects.registry import Member

Wire = dict[str, Any]

LASTING["chat.message.deleted"] = _("Nothing of a deleted message is kept.")


@inverse("chat.message.created", by="chat.delete", own=True)
def message_created(member: Member, past: Event) -> Wire:
    now = _message(member, past)
    check_same(now, {"text": past.payload["text"]})
    return {"id": now["id"]}


def _command(past: Event) -> str:
    if "reactions" not in past.changes:
        return "chat.update"
    came, _went = _emoji(past)
    return "chat.unreact" if came else "chat.react"


@inverse("chat.message.updated", by=_command, own=True)
def message_updated(member: Member, past: Event) -> Wire:
    """The words, or an emoji of one's own."""
    now = _message(member, past)
    if "reactions" not in past.changes:
        return put_back(past, now, "chat.update")
    came, went = _emoji(past)
    if came - _own(past, now["reactions"]) or went & _own(past, now["reactions"]):
        raise CannotUndo(_("It has been changed since, so it stays as it is."))
    return {"id": now["id"], "emoji": (came or went).pop()}


def _emoji(past: Event) -> tuple[set[str], set[str]]:
    """Those of who acted that came, and those that went."""
    old, new = (_own(past, marks) for marks in past.changes["reactions"])
    return new - old, old - new


def _own(past: Event, marks: list[Wire]) -> set[str]:
    return {mark["emoji"] for mark in marks if str(past.actor_id) in mark["userIds"]}


def _message(member: Member, past: Event) -> Wire:
    rows = Message.objects.filter(project=member.project, pk=past.payload["id"], deleted_at=None)
    return message_wire(found(rows))
