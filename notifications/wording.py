"""What a person is told, in words addressed to them."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from boards.sentences import card_link
from chat.sentences import message_link
from notifications.many import cards_for, counted
from notifications.models import Kind, Notification
from projects.events import served
from projects.permissions import Role
from projects.telling import fill, strong


def notices(rows: list[Notification]) -> list[dict[str, Any]]:
    """Notifications, with their events and actors, as templates take them."""
    wires = served([row.event for row in rows])
    return [
        {
            "id": row.pk,
            "kind": row.kind,
            "actor": row.event.actor,
            "text": _text(row, wire),
            "project_name": row.project_name,
            "created_at": row.created_at,
            "read": row.read_at is not None,
        }
        for row, wire in zip(rows, wires, strict=True)
    ]


def _text(row: Notification, wire: dict[str, Any]) -> SafeString:
    who = strong(row.event.actor.display_name)
    if "cards" in wire["payload"]:
        return _of_cards(row, wire, who)
    if row.kind in (Kind.CARD, Kind.ASSIGNED):
        assigned = row.kind == Kind.ASSIGNED
        text = _("%(who)s assigned you to %(card)s") if assigned else _("%(who)s added %(card)s")
        return fill(text, who=who, card=card_link(wire))
    if row.kind in (Kind.MENTIONED, Kind.MESSAGE):
        return _of_message(row, wire, who)
    if row.kind == Kind.ROLE:
        text = _("%(who)s changed your role in %(project)s to %(role)s")
        role = strong(str(Role(wire["payload"]["role"]).label))
        return fill(text, who=who, project=_board(row), role=role)
    project = strong(row.project_name)
    if row.kind == Kind.REMOVED:
        return fill(_("%(who)s removed you from %(project)s"), who=who, project=project)
    text = _("%(who)s invites you to %(project)s. The link is in the mail that came to you.")
    return fill(text, who=who, project=project)


def _of_cards(row: Notification, wire: dict[str, Any], who: SafeString) -> SafeString:
    """One of many is told as one."""
    cards = cards_for(row, wire)
    if len(cards) == 1:
        return _text(row, {**wire, "payload": cards[0]})
    return fill(counted(row.kind, len(cards)), who=who, n=len(cards), project=_board(row))


def _of_message(row: Notification, wire: dict[str, Any], who: SafeString) -> SafeString:
    if wire.get("redacted"):
        return fill(_("%(who)s wrote a message that is deleted now"), who=who)
    mentioned = row.kind == Kind.MENTIONED
    text = _("%(who)s mentioned you: “%(text)s”") if mentioned else _("%(who)s wrote: “%(text)s”")
    return fill(text, who=who, text=message_link(wire))


def _board(row: Notification) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("board", args=[row.project_id]), row.project_name)
