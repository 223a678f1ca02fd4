"""HTML of cards, columns, comments and avatars that is sent to pages along with events."""

from django.template.loader import render_to_string

from accounts.models import User
from boards.contexts.board import card_contexts, column_context
from boards.contexts.comments import comment_contexts
from boards.models import Card, Column, Comment
from projects.events.log import EventWire
from projects.realtime.fragments import fragment

MAX_CARDS = 50
RENDERED_FIELDS = {"labelIds", "assigneeIds", "archivedAt"}


@fragment("card.created", "card.updated", "card.restored", "checklist_item.converted")
def card_fragment(wire: EventWire) -> str:
    """Render the card in its current state. That may be newer than the event: compare `data-version`."""
    card = Card.objects.filter(pk=wire["payload"]["id"]).select_related("project").first()
    if card is None:
        return ""
    return render_to_string("boards/_card.html", {"card": card_contexts([card], card.project)[0]})


@fragment("cards.created", "cards.updated", "cards.restored")
def many_cards_fragment(wire: EventWire) -> str:
    """Render new and restored cards, and changed ones that look different. A mere move needs no HTML."""
    new = wire["changes"].get("cards", [[], []])[1]
    redrawn = {card["id"] for card in new if RENDERED_FIELDS & card.keys()}
    all_new = wire["type"] != "cards.updated"
    return _cards_fragment(
        [card["id"] for card in wire["payload"]["cards"] if all_new or card["id"] in redrawn]
    )


@fragment("file.deleted")
def stripped_cards_fragment(wire: EventWire) -> str:
    """Render the open cards that a deleted file was on, at most MAX_CARDS; the page fetches the others."""
    return _cards_fragment(wire["changes"].get("cardIds", [[]])[0][:MAX_CARDS])


@fragment("comment.created", "comment.updated", "comment.restored")
def comment_fragment(wire: EventWire) -> str:
    """Render the comment in its current state, which may be newer than the event; "" if it is deleted."""
    comment = Comment.objects.undeleted().filter(pk=wire["payload"]["id"]).select_related("project").first()
    if comment is None:
        return ""
    context = {"comment": comment_contexts([comment], comment.project)[0]}
    return render_to_string("boards/_comment.html", context)


@fragment(
    *("comment.created", "comment.deleted", "comment.restored", "checklist.deleted"),
    *("checklist_item.created", "checklist_item.deleted"),
    *("checklist_item.converted", "checklist_item.unconverted"),
)
def recounted_card_fragment(wire: EventWire) -> str:
    """Render the open card with its new counts."""
    card = Card.objects.open().filter(pk=wire["payload"]["card"]["id"]).select_related("project").first()
    cards = card_contexts([card], card.project) if card else []
    return render_to_string("boards/_cards.html", {"cards": cards})


@fragment("checklist.created")
def refilled_card_fragment(wire: EventWire) -> str:
    """Render the card if the new checklist has items: one that an undo has restored."""
    return recounted_card_fragment(wire) if wire["payload"]["items"] else ""


@fragment("checklist_item.updated")
def ticked_card_fragment(wire: EventWire) -> str:
    """Render the card if the item was ticked or unticked; the board does not show the item's text."""
    return recounted_card_fragment(wire) if "done" in wire["changes"] else ""


@fragment("label.restored")
def labelled_cards_fragment(wire: EventWire) -> str:
    return _cards_fragment(wire["changes"].get("cardIds", [[], []])[1][:MAX_CARDS])


@fragment("column.created", "column.restored")
def column_fragment(wire: EventWire) -> str:
    column = Column.objects.filter(pk=wire["payload"]["id"]).first()
    return (
        render_to_string("boards/_column.html", {"column": column_context(column, [], 0)}) if column else ""
    )


@fragment("invitation.accepted", "member.updated")
def avatar_fragment(wire: EventWire) -> str:
    member = wire["payload"].get("member", wire["payload"])
    person = User.objects.filter(pk=member["userId"]).first()
    return render_to_string("accounts/_avatar.html", {"person": person, "size": "md"})


def _cards_fragment(card_ids: list[str]) -> str:
    cards = list(Card.objects.open().filter(pk__in=card_ids).select_related("project")) if card_ids else []
    if not cards:
        return ""
    return render_to_string("boards/_cards.html", {"cards": card_contexts(cards, cards[0].project)})
