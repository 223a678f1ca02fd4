"""What a person is told, in words addressed to them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from boards.models import Column
from boards.sentences.board import card_link, link_to_card, moment
from boards.sentences.checklists import excerpt
from boards.sentences.comments import comment_link
from chat.sentences import message_link
from notifications.bulk_events import cards_for, counted
from notifications.models import Kind, Notification
from projects.events.log import served
from projects.history.sentences import fill, strong
from projects.permissions import Role


@dataclass(frozen=True)
class Told:
    """A notification with its event as it may be told now; `columns` are the names behind the page's ids."""

    row: Notification
    wire: dict[str, Any]
    columns: dict[str, str]

    @property
    def payload(self) -> dict[str, Any]:
        return self.wire["payload"]

    def fill(self, text: str, /, **pieces: Any) -> SafeString:
        return fill(text, who=strong(self.row.event.actor.display_name), **pieces)


def notices(rows: list[Notification]) -> list[dict[str, Any]]:
    """Notifications, with their events and actors, as templates take them."""
    wires = served([row.event for row in rows])
    columns = _columns_in(rows, wires)
    return [
        {
            "id": row.pk,
            "kind": row.kind,
            "actor": row.event.actor,
            "text": _text(Told(row, wire, columns)),
            "project_name": row.project_name,
            "created_at": row.created_at,
            "read": row.read_at is not None,
        }
        for row, wire in zip(rows, wires, strict=True)
    ]


def _columns_in(rows: list[Notification], wires: list[dict[str, Any]]) -> dict[str, str]:
    """The names of the columns that cards went to, in all projects at once."""
    pairs = zip(rows, wires, strict=True)
    moved = [card for row, wire in pairs if row.kind == Kind.MOVED for card in _cards_in(wire)]
    ids = {UUID(card["columnId"]) for card in moved}
    named = Column.objects.filter(pk__in=ids).values_list("pk", "name") if ids else []
    return {str(pk): name for pk, name in named}


def _cards_in(wire: dict[str, Any]) -> list[dict[str, Any]]:
    return wire["payload"].get("cards", [wire["payload"]])


def _text(told: Told) -> SafeString:
    if "cards" not in told.payload:
        return TEXTS[Kind(told.row.kind)](told)
    cards = cards_for(told.row, told.wire)
    if len(cards) == 1:
        return _text(replace(told, wire={**told.wire, "payload": cards[0]}))
    return told.fill(counted(told.row.kind, len(cards)), n=len(cards), project=_board(told.row))


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────


def _new_card(told: Told) -> SafeString:
    return told.fill(_("%(who)s added %(card)s"), card=card_link(told.wire))


def _assigned(told: Told) -> SafeString:
    if not told.wire["type"].startswith("checklist_item."):
        return told.fill(_("%(who)s assigned you to %(card)s"), card=card_link(told.wire))
    text = _("%(who)s assigned you to “%(text)s” on %(card)s")
    return told.fill(text, text=excerpt(told.payload["text"]), card=_its_card(told))


def _moved(told: Told) -> SafeString:
    column = strong(told.columns[told.payload["columnId"]])
    return told.fill(_("%(who)s moved %(card)s to %(column)s"), card=card_link(told.wire), column=column)


def _due(told: Told) -> SafeString:
    due, card = told.payload["dueAt"], card_link(told.wire)
    if due is None:
        return told.fill(_("%(who)s took the due date off %(card)s"), card=card)
    return told.fill(_("%(who)s made %(card)s due on %(date)s"), card=card, date=moment(due))


# ── What is said ──────────────────────────────────────────────────────────────────────────────────


def _commented(told: Told) -> SafeString:
    if told.wire.get("redacted"):
        return told.fill(_("%(who)s wrote a comment on %(card)s that is deleted now"), card=_its_card(told))
    mentioned = _("%(who)s mentioned you in a comment on %(card)s: “%(text)s”")
    text = mentioned if told.row.kind == Kind.MENTIONED else _("%(who)s commented on %(card)s: “%(text)s”")
    return told.fill(text, card=_its_card(told), text=comment_link(told.wire))


def _said(told: Told) -> SafeString:
    if told.wire["type"].startswith("comment."):
        return _commented(told)
    if told.wire.get("redacted"):
        return told.fill(_("%(who)s wrote a message that is deleted now"))
    mentioned = told.row.kind == Kind.MENTIONED
    text = _("%(who)s mentioned you: “%(text)s”") if mentioned else _("%(who)s wrote: “%(text)s”")
    return told.fill(text, text=message_link(told.wire))


# ── People ────────────────────────────────────────────────────────────────────────────────────────


def _in_new_role(told: Told) -> SafeString:
    role = strong(str(Role(told.payload["role"]).label))
    text = _("%(who)s changed your role in %(project)s to %(role)s")
    return told.fill(text, project=_board(told.row), role=role)


def _removed(told: Told) -> SafeString:
    return told.fill(_("%(who)s removed you from %(project)s"), project=strong(told.row.project_name))


def _invited(told: Told) -> SafeString:
    text = _("%(who)s invites you to %(project)s. The link is in the mail that came to you.")
    return told.fill(text, project=strong(told.row.project_name))


TEXTS: dict[Kind, Callable[[Told], SafeString]] = {
    Kind.CARD: _new_card,
    Kind.ASSIGNED: _assigned,
    Kind.MOVED: _moved,
    Kind.DUE: _due,
    Kind.COMMENT: _commented,
    Kind.MENTIONED: _said,
    Kind.MESSAGE: _said,
    Kind.ROLE: _in_new_role,
    Kind.REMOVED: _removed,
    Kind.INVITED: _invited,
}


def _its_card(told: Told) -> SafeString:
    return link_to_card(told.wire["projectId"], told.payload["card"])


def _board(row: Notification) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("board", args=[row.project_id]), row.project_name)
