"""The server-rendered cards, columns and avatars that events carry to pages."""

from typing import Any

from django.template.loader import render_to_string

from accounts.models import User
from boards.contexts.board import card_faces, column_face
from boards.contexts.comments import comment_faces
from boards.models import Card, Column, Comment
from projects.realtime.fragments import fragment

RENEWED_CARDS = 50
DRAWN = {"labelIds", "assigneeIds", "archivedAt"}


@fragment("card.created", "card.updated", "card.restored", "checklist_item.converted")
def card_fragment(wire: dict[str, Any]) -> str:
    """The card as it is now, which may be newer than the event; its `data-version` tells."""
    card = Card.objects.filter(pk=wire["payload"]["id"]).select_related("project").first()
    if card is None:
        return ""
    return render_to_string("boards/_card.html", {"card": card_faces([card], card.project)[0]})


@fragment("cards.created", "cards.updated", "cards.restored")
def many_cards_fragment(wire: dict[str, Any]) -> str:
    """Those that came, or look different. What only moved carries none."""
    new = wire["changes"].get("cards", [[], []])[1]
    drawn = {card["id"] for card in new if DRAWN & card.keys()}
    came = wire["type"] != "cards.updated"
    return _cards_fragment([card["id"] for card in wire["payload"]["cards"] if came or card["id"] in drawn])


@fragment("file.deleted")
def stripped_cards_fragment(wire: dict[str, Any]) -> str:
    """Open cards that a deleted file was taken off; of very many the rest is for the page to ask for."""
    return _cards_fragment(wire["changes"].get("cardIds", [[]])[0][:RENEWED_CARDS])


@fragment("comment.created", "comment.updated", "comment.restored")
def comment_fragment(wire: dict[str, Any]) -> str:
    """The comment as it is now, which may be newer than the event; nothing of one that is deleted."""
    comment = Comment.objects.standing().filter(pk=wire["payload"]["id"]).select_related("project").first()
    if comment is None:
        return ""
    face = comment_faces([comment], comment.project)[0]
    return render_to_string("boards/_comment.html", {"comment": face})


@fragment(
    *("comment.created", "comment.deleted", "comment.restored", "checklist.deleted"),
    *("checklist_item.created", "checklist_item.deleted"),
    *("checklist_item.converted", "checklist_item.unconverted"),
)
def recounted_card_fragment(wire: dict[str, Any]) -> str:
    """The open card with its new counts."""
    card = Card.objects.open().filter(pk=wire["payload"]["card"]["id"]).select_related("project").first()
    faces = card_faces([card], card.project) if card else []
    return render_to_string("boards/_cards.html", {"cards": faces})


@fragment("checklist.created")
def refilled_card_fragment(wire: dict[str, Any]) -> str:
    """Only an undo makes a checklist that has items at once."""
    return recounted_card_fragment(wire) if wire["payload"]["items"] else ""


@fragment("checklist_item.updated")
def ticked_card_fragment(wire: dict[str, Any]) -> str:
    """A changed text is not seen on the board."""
    return recounted_card_fragment(wire) if "done" in wire["changes"] else ""


@fragment("label.restored")
def labelled_cards_fragment(wire: dict[str, Any]) -> str:
    return _cards_fragment(wire["changes"].get("cardIds", [[], []])[1][:RENEWED_CARDS])


@fragment("column.created", "column.restored")
def column_fragment(wire: dict[str, Any]) -> str:
    column = Column.objects.filter(pk=wire["payload"]["id"]).first()
    return render_to_string("boards/_column.html", {"column": column_face(column, [], 0)}) if column else ""


@fragment("invitation.accepted", "member.updated")
def avatar_fragment(wire: dict[str, Any]) -> str:
    member = wire["payload"].get("member", wire["payload"])
    person = User.objects.filter(pk=member["userId"]).first()
    return render_to_string("accounts/_avatar.html", {"person": person, "size": "md"})


def _cards_fragment(card_ids: list[str]) -> str:
    cards = list(Card.objects.open().filter(pk__in=card_ids).select_related("project")) if card_ids else []
    if not cards:
        return ""
    return render_to_string("boards/_cards.html", {"cards": card_faces(cards, cards[0].project)})
