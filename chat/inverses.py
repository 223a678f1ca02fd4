"""Inverses of the chat's events. Only the person who caused an event may undo it."""

from django.utils.translation import gettext_lazy as _

from chat.emoji import one_form
from chat.models import Message
from chat.serialization import MessageWire, ReactionWire, message_wire
from projects.errors import CannotUndo
from projects.history.undo import (
    CommandInput,
    check_unchanged,
    first_or_gone,
    inverse,
    not_undoable,
    restore_input,
)
from projects.models import Event
from projects.registry import Member

not_undoable.add(
    {"chat.message.deleted": _("Deleted messages can’t be restored: their text is not kept.")},
    module=__name__,
)


@inverse("chat.message.created", by="chat.delete", actor_only=True)
def message_created(member: Member, event: Event) -> CommandInput:
    current = _current_message(member, event)
    check_unchanged(current, {"text": event.payload["text"]})
    return {"id": current["id"]}


def _undo_command(event: Event) -> str:
    if "reactions" not in event.changes:
        return "chat.update"
    added, _removed = _changed_emoji(event)
    return "chat.unreact" if added else "chat.react"


@inverse("chat.message.updated", by=_undo_command, actor_only=True)
def message_updated(member: Member, event: Event) -> CommandInput:
    """Set the text back, or add or remove the emoji. Raise CannotUndo if that emoji has changed since."""
    current = _current_message(member, event)
    if "reactions" not in event.changes:
        return restore_input(event, current, "chat.update")
    added, removed = _changed_emoji(event)
    present = _emoji_of_actor(event, current["reactions"])
    if added - present or removed & present:
        raise CannotUndo(_("This can’t be undone: it has been changed since."))
    return {"id": current["id"], "emoji": (added or removed).pop()}


def _changed_emoji(event: Event) -> tuple[set[str], set[str]]:
    """Emoji that the actor added, and those that the actor removed."""
    old, new = (_emoji_of_actor(event, reactions) for reactions in event.changes["reactions"])
    return new - old, old - new


def _emoji_of_actor(event: Event, reactions: list[ReactionWire]) -> set[str]:
    return {
        one_form(reaction["emoji"]) for reaction in reactions if str(event.actor_id) in reaction["userIds"]
    }


def _current_message(member: Member, event: Event) -> MessageWire:
    rows = Message.objects.filter(project=member.project, pk=event.payload["id"], deleted_at=None)
    return message_wire(first_or_gone(rows))
