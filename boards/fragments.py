"""The server-rendered cards, columns and avatars that events carry to pages."""

from typing import Any

from django.template.loader import render_to_string

from accounts.models import User
from boards.comment_faces import comment_faces
from boards.faces import card_faces, column_face
from boards.models import Card, Column, Comment
from projects.fragments import fragment

STRIPPED_CARDS = 50


@fragment("card.created", "card.updated", "card.restored", "checklist_item.converted")
def card_fragment(wire: dict[str, Any]) -> str:
    """The card as it is now, which may be newer than the event; its `data-version` tells."""
    card = Card.objects.filter(pk=wire["payload"]["id"]).select_related("project").first()
    if card is None:
        return ""
    return render_to_string("boards/_card.html", {"card": card_faces([card], card.project)[0]})


@fragment("file.deleted")
def stripped_cards_fragment(wire: dict[str, Any]) -> str:
    """Open cards that a deleted file was taken off; of very many the rest is for the page to ask for."""
    card_ids = wire["changes"].get("cardIds", [[]])[0][:STRIPPED_CARDS]
    cards = list(Card.objects.open().filter(pk__in=card_ids).select_related("project"))
    faces = card_faces(cards, cards[0].project) if cards else []
    return render_to_string("boards/_cards.html", {"cards": faces})


@fragment("comment.created", "comment.updated")
def comment_fragment(wire: dict[str, Any]) -> str:
    """The comment as it is now, which may be newer than the event; nothing of one that is deleted."""
    comment = Comment.objects.standing().filter(pk=wire["payload"]["id"]).select_related("project").first()
    if comment is None:
        return ""
    face = comment_faces([comment], comment.project)[0]
    return render_to_string("boards/_comment.html", {"comment": face})


@fragment(
    *("comment.created", "comment.deleted", "checklist.deleted"),
    *("checklist_item.created", "checklist_item.deleted", "checklist_item.converted"),
)
def recounted_card_fragment(wire: dict[str, Any]) -> str:
    """The open card with its new counts."""
    card = Card.objects.open().filter(pk=wire["payload"]["card"]["id"]).select_related("project").first()
    faces = card_faces([card], card.project) if card else []
    return render_to_string("boards/_cards.html", {"cards": faces})


@fragment("checklist_item.updated")
def ticked_card_fragment(wire: dict[str, Any]) -> str:
    """A changed text is not seen on the board."""
    return recounted_card_fragment(wire) if "done" in wire["changes"] else ""


@fragment("column.created")
def column_fragment(wire: dict[str, Any]) -> str:
    column = Column.objects.filter(pk=wire["payload"]["id"]).first()
    return render_to_string("boards/_column.html", {"column": column_face(column, [], 0)}) if column else ""


@fragment("invitation.accepted", "member.updated")
def avatar_fragment(wire: dict[str, Any]) -> str:
    member = wire["payload"].get("member", wire["payload"])
    person = User.objects.filter(pk=member["userId"]).first()
    return render_to_string("accounts/_avatar.html", {"person": person, "size": "md"})
