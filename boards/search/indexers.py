"""Keeps the search of cards and comments in step with the events that change a text.

A label and a number are lexemes of a card, so that renaming a label costs nothing. Moves, the archive and the
trash change no text.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from boards.search.documents import CARDS, COMMENTS, card_document, stored_card, stored_cards
from core.sql.pipeline import ToSql
from projects.models import Event
from projects.search.index import Document, label_lexeme
from projects.search.index_rows import objects_without
from projects.search.index_writes import RemoveText, WriteTexts, index_write
from projects.search.indexers import changed, ids_in_changes, search_indexers

Wire = dict[str, Any]


@search_indexers.register("card.created")
def index_new_card(event: Event) -> Iterable[ToSql]:
    return [index_write(CARDS, _without_checklists(event.payload))]


@search_indexers.register("cards.created")
def index_new_cards(event: Event) -> Iterable[ToSql]:
    return _written([_without_checklists(card) for card in event.payload["cards"]])


@search_indexers.register("card.updated")
def index_card(event: Event) -> Iterable[ToSql]:
    """Index a card again if its words changed. Its checklists are read for that."""
    if not changed(event, "title", "description", "labelIds"):
        return []
    return _written(stored_card(UUID(event.payload["id"])))


@search_indexers.register("cards.updated", "cards.restored")
def index_cards(event: Event) -> Iterable[ToSql]:
    """Index those cards again whose labels changed, all of them together."""
    new = event.changes.get("cards", [[], []])[1]
    ids = [UUID(card["id"]) for card in new if "labelIds" in card]
    return _written(stored_cards(ids)) if ids else []


@search_indexers.register("label.restored")
def index_labelled_cards(event: Event) -> Iterable[ToSql]:
    """Index those cards again that have been indexed since the label was deleted. The others kept it."""
    label = label_lexeme(UUID(event.payload["id"]))
    ids = objects_without(CARDS, ids_in_changes(event, "cardIds"), label)
    return _written(stored_cards(ids)) if ids else []


@search_indexers.register(
    "checklist.created", "checklist.deleted", "checklist_item.created", "checklist_item.deleted"
)
def index_card_of_item(event: Event) -> Iterable[ToSql]:
    return _written(stored_card(UUID(event.payload["cardId"])))


@search_indexers.register("checklist.updated", "checklist_item.updated")
def index_card_of_changed_text(event: Event) -> Iterable[ToSql]:
    return index_card_of_item(event) if changed(event, "name", "text") else []


@search_indexers.register("checklist_item.converted", "checklist_item.unconverted")
def index_both_cards(event: Event) -> Iterable[ToSql]:
    """Index the card that an item became, or was, and the one that the item was on."""
    return _written(stored_cards([UUID(event.payload["id"]), UUID(event.payload["item"]["cardId"])]))


@search_indexers.register("comment.created", "comment.updated", "comment.restored")
def index_comment(event: Event) -> Iterable[ToSql]:
    comment = event.payload
    document = Document(UUID(comment["projectId"]), UUID(comment["id"]), "", comment["text"])
    return [index_write(COMMENTS, document)]


@search_indexers.register("comment.deleted")
def forget_comment(event: Event) -> Iterable[ToSql]:
    return [RemoveText(COMMENTS, UUID(event.payload["id"]))]


def _written(documents: list[Document]) -> list[ToSql]:
    return [WriteTexts(CARDS, documents)] if documents else []


def _without_checklists(card: Wire) -> Document:
    """Return the document of a card without checklists, as its event has it."""
    values = (UUID(card["id"]), UUID(card["projectId"]), card["number"], card["title"])
    labels = map(UUID, card["labelIds"])
    return card_document((*values, card.get("description", "")), label_ids=labels, texts=[])
