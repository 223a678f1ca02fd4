"""Inverses of watching and unwatching a card. Only the person who did it may undo it."""

from django.utils.translation import gettext as _

from boards.models import Card, CardWatcher
from projects.errors import CannotUndo
from projects.history.undo import CommandInput, first_or_gone, inverse, nothing_to_undo
from projects.models import Event
from projects.registry import Member


@inverse("card.watched", by="card.unwatch", actor_only=True)
def card_watched(member: Member, event: Event) -> CommandInput:
    return _undo_watching(member, event, watching=True)


@inverse("card.unwatched", by="card.watch", actor_only=True)
def card_unwatched(member: Member, event: Event) -> CommandInput:
    return _undo_watching(member, event, watching=False)


def _undo_watching(member: Member, event: Event, *, watching: bool) -> CommandInput:
    """`watching` is the state after the event. Raise CannotUndo if it is no longer the current state."""
    if not event.changes:
        raise nothing_to_undo()
    card = first_or_gone(Card.objects.undeleted().filter(project=member.project, pk=event.payload["id"]))
    if CardWatcher.objects.filter(card=card, user=member.user).exists() != watching:
        raise CannotUndo(_("This can’t be undone: it has been changed since."))
    return {"id": event.payload["id"]}
