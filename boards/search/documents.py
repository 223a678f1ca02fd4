"""Documents of the search index for cards and comments."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from boards.models import Card, CardLabel, Checklist, ChecklistItem, Comment, IndexedCard, IndexedComment
from core.sql.prepared import prepared, run_together
from projects.search.index import Document, SearchIndex, label_lexeme, number_lexeme
from projects.search.rebuild import Indexed, search_indexes

CARDS = SearchIndex(IndexedCard, "card", has_titles=True, at="updated_at", closed="archived_at")
COMMENTS = SearchIndex(IndexedComment, "comment")

CARD_FIELDS = ("id", "project_id", "number", "title", "description")


def card_document(
    values: tuple[UUID, UUID, int, str, str], *, label_ids: Iterable[UUID], texts: Iterable[str]
) -> Document:
    """Return the document of a card. `values` are its CARD_FIELDS, `texts` the lines of its checklists."""
    card_id, project_id, number, title, description = values
    more = (number_lexeme(number), *map(label_lexeme, label_ids))
    return Document(project_id, card_id, title, "\n".join([description, *texts]), more)


def stored_card(card_id: UUID) -> list[Document]:
    """Read one card in one round trip. The list is empty if there is no such card."""
    cards, labels, names, items = run_together(
        *(query.bind(card_id=card_id) for query in (_card, _labels, _checklists, _items))
    )
    texts = [text for (text,) in (*names, *items)]
    return [card_document(card, label_ids=[pk for (pk,) in labels], texts=texts) for card in cards]


def stored_cards(card_ids: Sequence[UUID]) -> list[Document]:
    """Read many cards, in as many queries as for two."""
    labels, texts = defaultdict(list), defaultdict(list)
    for card_id, label_id in CardLabel.objects.filter(card__in=card_ids).values_list("card_id", "label_id"):
        labels[card_id].append(label_id)
    for rows, owner, text in (
        (Checklist.objects.filter(card__in=card_ids), "card_id", "name"),
        (ChecklistItem.objects.filter(checklist__card__in=card_ids), "checklist__card_id", "text"),
    ):
        for card_id, line in rows.values_list(owner, text).order_by("pk"):
            texts[card_id].append(line)
    cards = Card.objects.filter(pk__in=card_ids).order_by("pk").values_list(*CARD_FIELDS)
    return [card_document(card, label_ids=labels[card[0]], texts=texts[card[0]]) for card in cards]


def stored_comments(comment_ids: Sequence[UUID]) -> list[Document]:
    rows = Comment.objects.undeleted().filter(pk__in=comment_ids)
    return [Document(*row[:2], "", row[2]) for row in rows.values_list("project_id", "id", "text")]


INDEXED_CARDS, INDEXED_COMMENTS = Indexed(CARDS, stored_cards), Indexed(COMMENTS, stored_comments)
search_indexes.add({"cards": INDEXED_CARDS, "comments": INDEXED_COMMENTS}, module=__name__)


@prepared
def _card(card_id: Any) -> Any:
    return Card.objects.filter(pk=card_id).order_by().values_list(*CARD_FIELDS)


@prepared
def _labels(card_id: Any) -> Any:
    return CardLabel.objects.filter(card_id=card_id).values_list("label_id")


@prepared
def _checklists(card_id: Any) -> Any:
    return Checklist.objects.filter(card_id=card_id).order_by("pk").values_list("name")


@prepared
def _items(card_id: Any) -> Any:
    return ChecklistItem.objects.filter(checklist__card_id=card_id).order_by("pk").values_list("text")
