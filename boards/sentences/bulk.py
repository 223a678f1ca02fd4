"""What the events of many cards at once say."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.sentences.board import card_link
from projects.history.activity import OF_MANY_CARDS
from projects.history.sentences import Sentence, Telling, fill, sentence

LISTED_CARDS = 10

OF_MANY_CARDS |= {"cards.created", "cards.updated", "cards.deleted", "cards.restored"}


@sentence("cards.created", kind="cards")
def cards_created(told: Telling) -> Sentence:
    return _of_cards(told, "created")


@sentence("cards.deleted", kind="cards")
def cards_deleted(told: Telling) -> Sentence:
    return _of_cards(told, "deleted")


@sentence("cards.restored", kind="cards")
def cards_restored(told: Telling) -> Sentence:
    return _of_cards(told, "restored")


@sentence("cards.updated", kind="cards")
def cards_updated(told: Telling) -> Sentence:
    """A single kind of change is named."""
    new = told.changes.get("cards", ([], []))[1]
    kinds = {name for card in new for name in card} - {"id", "position"}
    kind = kinds.pop() if len(kinds) == 1 else "updated"
    if kind == "archivedAt" and not any(card.get("archivedAt") for card in new):
        kind = "restored"
    return _of_cards(told, kind)


def _of_cards(told: Telling, kind: str) -> Sentence:
    """With the first of them, as they were called then; `column` is where the first is."""
    cards = told.payload["cards"]
    if kind == "columnId" and len({card["columnId"] for card in cards}) > 1:
        kind = "columnIds"
    column = told.named("column", cards[0]["columnId"])
    text = fill(_text(kind, len(cards)), who=told.who, n=len(cards), column=column)
    links = [card_link({**told.wire, "payload": card}) for card in cards[:LISTED_CARDS]]
    more = ["…"] if len(cards) > LISTED_CARDS else []
    return Sentence(format_html("{}: {}", text, format_html_join(", ", "{}", zip([*links, *more]))))


def _text(kind: str, count: int) -> str:
    texts = {
        "created": ngettext(
            "%(who)s added %(n)s card to %(column)s", "%(who)s added %(n)s cards to %(column)s", count
        ),
        "updated": ngettext("%(who)s changed %(n)s card", "%(who)s changed %(n)s cards", count),
        "deleted": ngettext(
            "%(who)s put %(n)s card into the trash", "%(who)s put %(n)s cards into the trash", count
        ),
        "restored": ngettext("%(who)s brought %(n)s card back", "%(who)s brought %(n)s cards back", count),
        "columnId": ngettext(
            "%(who)s moved %(n)s card to %(column)s", "%(who)s moved %(n)s cards to %(column)s", count
        ),
        "columnIds": _("%(who)s moved %(n)s cards to several columns"),
        "archivedAt": ngettext("%(who)s archived %(n)s card", "%(who)s archived %(n)s cards", count),
        "labelIds": ngettext(
            "%(who)s changed the labels of %(n)s card", "%(who)s changed the labels of %(n)s cards", count
        ),
        "assigneeIds": ngettext(
            "%(who)s changed who does %(n)s card", "%(who)s changed who does %(n)s cards", count
        ),
    }
    return texts.get(kind, texts["updated"])
