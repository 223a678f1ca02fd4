"""Texts of notifications, addressed to their recipients."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from boards.models import Column
from boards.sentences.checklists import excerpt
from boards.sentences.comments import comment_link
from boards.sentences.links import link_to_card, time_element
from chat.sentences import message_link
from core.guard import guarded
from core.wire import JsonObject
from notifications.bulk_events import counted_text, relevant_cards
from notifications.current import ARCHIVED, DELETED, with_current_words
from notifications.models import ALWAYS_SENT, Kind, Notification
from notifications.queries import unread_among
from projects.events.log import EventWire, redacted_wire
from projects.history.sentences import fill, strong
from projects.permissions import Role


@dataclass(frozen=True)
class TextContext:
    """A notification for which a text is made.

    `wire` is its event, redacted; `columns` are the names of columns by id, for all notifications of a page.
    """

    row: Notification
    wire: EventWire
    columns: dict[str, str]

    @property
    def payload(self) -> JsonObject:
        return self.wire["payload"]

    def fill(self, text: str, /, **pieces: Any) -> SafeString:
        """Fill `text` with the actor as `who`, and with `pieces`."""
        return fill(text, who=strong(self.row.event.actor.display_name), **pieces)


def notification_contexts(rows: list[Notification]) -> list[dict[str, object]]:
    """Return template contexts. The rows have their events, actors and projects loaded."""
    wires = with_current_words(redacted_wire([row.event for row in rows]))
    columns = _column_names(rows, wires)
    unread = unread_among(rows)
    return [
        {
            "id": row.pk,
            "kind": row.kind,
            "actor": row.event.actor,
            "text": _text_safely(TextContext(row, wire, columns)),
            "project_name": _project_name(row),
            "created_at": row.created_at,
            "read": row.pk not in unread,
        }
        for row, wire in zip(rows, wires, strict=True)
    ]


def _project_name(row: Notification) -> str:
    """Return the project's current name; to people outside, the one that they were told."""
    return row.project_name if row.kind in ALWAYS_SENT else row.project.name


def _column_names(rows: list[Notification], wires: list[EventWire]) -> dict[str, str]:
    """Return the names of the columns that cards moved to, of all projects, by one query."""
    pairs = zip(rows, wires, strict=True)
    ids = {pk for row, wire in pairs if row.kind == Kind.MOVED for pk in _columns_in(row, wire)}
    names = Column.objects.filter(pk__in=ids).values_list("pk", "name") if ids else []
    return {str(pk): name for pk, name in names}


def _columns_in(row: Notification, wire: EventWire) -> set[UUID]:
    """Return the ids of the columns that an event names: none of a malformed one, whose text is plain."""

    def build() -> set[UUID]:
        return {UUID(card["columnId"]) for card in _cards_in(wire)}

    return guarded(build, kind="notification", pk=row.pk, fallback=set)


def _cards_in(wire: EventWire) -> list[JsonObject]:
    return wire["payload"].get("cards", [wire["payload"]])


def _text_safely(context: TextContext) -> SafeString:
    """Return the text of a notification; if an odd one has none, the actor and the type of its event."""
    plain = format_html("<bdi>{}</bdi>: {}", context.row.event.actor.display_name, context.wire["type"])
    return guarded(lambda: _text(context), kind="notification", pk=context.row.pk, fallback=lambda: plain)


def _text(context: TextContext) -> SafeString:
    """Return the text. A bulk event with one relevant card reads like an event of that card."""
    if "cards" not in context.payload:
        return TEXTS[Kind(context.row.kind)](context)
    cards = relevant_cards(context.row, context.wire)
    if len(cards) == 1:
        return _text(replace(context, wire={**context.wire, "payload": cards[0]}))
    text = counted_text(context.row.kind, len(cards))
    return context.fill(text, n=len(cards), project=_board_link(context.row))


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────


def _new_card(context: TextContext) -> SafeString:
    return context.fill(_("%(who)s added %(card)s"), card=_own_card_link(context))


def _assigned(context: TextContext) -> SafeString:
    if not context.wire["type"].startswith("checklist_item."):
        return context.fill(_("%(who)s assigned you to %(card)s"), card=_own_card_link(context))
    if context.payload.get("gone"):
        text = _("%(who)s assigned you to an item on %(card)s, now deleted")
        return context.fill(text, card=_parent_card_link(context))
    text = _("%(who)s assigned you to “%(text)s” on %(card)s")
    return context.fill(text, text=excerpt(context.payload["text"]), card=_parent_card_link(context))


def _moved(context: TextContext) -> SafeString:
    column = strong(context.columns[context.payload["columnId"]])
    return context.fill(
        _("%(who)s moved %(card)s to %(column)s"), card=_own_card_link(context), column=column
    )


def _due(context: TextContext) -> SafeString:
    due, card = context.payload["dueAt"], _own_card_link(context)
    if due is None:
        return context.fill(_("%(who)s removed the due date from %(card)s"), card=card)
    return context.fill(
        _("%(who)s set the due date of %(card)s to %(date)s"), card=card, date=time_element(due)
    )


# ── Comments and messages ─────────────────────────────────────────────────────────────────────────


def _comment(context: TextContext) -> SafeString:
    card = _parent_card_link(context)
    if context.wire.get("redacted"):
        return context.fill(_("%(who)s wrote a comment on %(card)s, now deleted"), card=card)
    mentioned = _("%(who)s mentioned you in a comment on %(card)s: “%(text)s”")
    commented = _("%(who)s commented on %(card)s: “%(text)s”")
    text = mentioned if context.row.kind == Kind.MENTIONED else commented
    return context.fill(text, card=card, text=comment_link(context.wire))


def _message_or_comment(context: TextContext) -> SafeString:
    if context.wire["type"].startswith("comment."):
        return _comment(context)
    if context.wire.get("redacted"):
        return context.fill(_("%(who)s wrote a message, now deleted"))
    mentioned = context.row.kind == Kind.MENTIONED
    text = _("%(who)s mentioned you: “%(text)s”") if mentioned else _("%(who)s wrote: “%(text)s”")
    said = context.payload["text"] or context.payload["files"]
    return context.fill(text, text=message_link(context.wire, "" if said else _("a message")))


# ── People ────────────────────────────────────────────────────────────────────────────────────────


def _role_changed(context: TextContext) -> SafeString:
    role = strong(str(Role(context.payload["role"]).label))
    text = _("%(who)s changed your role in %(project)s to %(role)s")
    return context.fill(text, project=_board_link(context.row), role=role)


def _removed(context: TextContext) -> SafeString:
    return context.fill(_("%(who)s removed you from %(project)s"), project=strong(context.row.project_name))


def _invited(context: TextContext) -> SafeString:
    text = _("%(who)s invited you to %(project)s. The link is in your e-mail.")
    return context.fill(text, project=strong(context.row.project_name))


TEXTS: dict[Kind, Callable[[TextContext], SafeString]] = {
    Kind.CARD: _new_card,
    Kind.ASSIGNED: _assigned,
    Kind.MOVED: _moved,
    Kind.DUE: _due,
    Kind.COMMENT: _comment,
    Kind.MENTIONED: _message_or_comment,
    Kind.MESSAGE: _message_or_comment,
    Kind.ROLE: _role_changed,
    Kind.REMOVED: _removed,
    Kind.INVITED: _invited,
}


def _parent_card_link(context: TextContext) -> SafeString:
    """Return a link to the card of a comment or checklist item."""
    return _card_link(context, context.payload["card"])


def _own_card_link(context: TextContext) -> SafeString:
    return _card_link(context, context.payload)


def _card_link(context: TextContext, card: JsonObject) -> SafeString:
    """Return a link to a card, and where it is if it is not on the board."""
    link = link_to_card(context.wire["projectId"], card)
    places = {ARCHIVED: _("%(card)s (archived)"), DELETED: _("%(card)s (in the trash)")}
    place = places.get(card.get("state", ""))
    return fill(place, card=link) if place else link


def _board_link(row: Notification) -> SafeString:
    return format_html(
        '<a href="{}" dir="auto">{}</a>', reverse("board", args=[row.project_id]), _project_name(row)
    )
