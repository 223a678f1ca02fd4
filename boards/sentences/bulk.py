"""Sentences for the events of bulk changes: many cards in one event."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.sentences.links import card_link
from core.wire import JsonObject
from projects.history.activity import bulk_card_events
from projects.history.sentences import Sentence, SentenceContext, fill, sentence

LISTED_CARDS = 10

bulk_card_events.add("cards.created", "cards.updated", "cards.deleted", "cards.restored", module=__name__)


@sentence("cards.created", kind="cards")
def cards_created(event: SentenceContext) -> Sentence:
    return _bulk_sentence(event, "created")


@sentence("cards.deleted", kind="cards")
def cards_deleted(event: SentenceContext) -> Sentence:
    return _bulk_sentence(event, "deleted")


@sentence("cards.restored", kind="cards")
def cards_restored(event: SentenceContext) -> Sentence:
    return _bulk_sentence(event, "restored")


@sentence("cards.updated", kind="cards")
def cards_updated(event: SentenceContext) -> Sentence:
    """Name the change if all cards changed in the same field; otherwise say that they were changed."""
    new: list[JsonObject] = event.changes.get("cards", ([], []))[1]
    kinds = {name for card in new for name in card} - {"id", "position"}
    kind = kinds.pop() if len(kinds) == 1 else "updated"
    if kind == "archivedAt" and not any(card.get("archivedAt") for card in new):
        kind = "restored"
    return _bulk_sentence(event, kind)


def _bulk_sentence(event: SentenceContext, kind: str) -> Sentence:
    """One sentence with links to the first LISTED_CARDS cards, titled as they were at the time.

    %(column)s is the column of the first card.
    """
    cards = event.payload["cards"]
    if kind == "columnId" and len({card["columnId"] for card in cards}) > 1:
        kind = "columnIds"
    column = event.named("column", cards[0]["columnId"])
    text = fill(_text(kind, len(cards)), who=event.who, n=len(cards), column=column)
    links = [card_link({**event.wire, "payload": card}) for card in cards[:LISTED_CARDS]]
    more = ["…"] if len(cards) > LISTED_CARDS else []
    return Sentence(format_html("{}: {}", text, format_html_join(", ", "{}", zip([*links, *more]))))


def _text(kind: str, count: int) -> str:
    texts = {
        "created": ngettext(
            "%(who)s added %(n)s card to %(column)s", "%(who)s added %(n)s cards to %(column)s", count
        ),
        "updated": ngettext("%(who)s changed %(n)s card", "%(who)s changed %(n)s cards", count),
        "deleted": ngettext(
            "%(who)s moved %(n)s card to the trash", "%(who)s moved %(n)s cards to the trash", count
        ),
        "restored": ngettext("%(who)s restored %(n)s card", "%(who)s restored %(n)s cards", count),
        "columnId": ngettext(
            "%(who)s moved %(n)s card to %(column)s", "%(who)s moved %(n)s cards to %(column)s", count
        ),
        "columnIds": _("%(who)s moved %(n)s cards to several columns"),
        "archivedAt": ngettext("%(who)s archived %(n)s card", "%(who)s archived %(n)s cards", count),
        "labelIds": ngettext(
            "%(who)s changed the labels of %(n)s card", "%(who)s changed the labels of %(n)s cards", count
        ),
        "assigneeIds": ngettext(
            "%(who)s changed the assignees of %(n)s card",
            "%(who)s changed the assignees of %(n)s cards",
            count,
        ),
    }
    return texts.get(kind, texts["updated"])
