"""Sentences for the events of checklists and their items."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.sentences.links import card_link, link_to_card, time_element
from core.texts.cuts import cut
from projects.history.activity import card_source_events
from projects.history.sentences import Change, Sentence, SentenceContext, fill, sentence, strong

EXCERPT = 160

card_source_events.add("checklist_item.converted", "checklist_item.unconverted", module=__name__)


@sentence("checklist.created", kind="cards")
def checklist_created(event: SentenceContext) -> Sentence:
    return _checklist_sentence(event, _("%(who)s added the checklist %(name)s to %(card)s"))


@sentence("checklist.updated", kind="cards")
def checklist_updated(event: SentenceContext) -> Sentence:
    plain = _checklist_sentence(event, _("%(who)s changed the checklist %(name)s of %(card)s"))
    return Sentence(
        plain.text, [Change(_("Name"), *event.changes["name"])] if "name" in event.changes else []
    )


@sentence("checklist.moved", kind="cards")
def checklist_moved(event: SentenceContext) -> Sentence:
    return _checklist_sentence(event, _("%(who)s moved the checklist %(name)s of %(card)s"))


@sentence("checklist.deleted", kind="cards")
def checklist_deleted(event: SentenceContext) -> Sentence:
    return _checklist_sentence(event, _("%(who)s deleted the checklist %(name)s of %(card)s"))


@sentence("checklist_item.created", kind="cards")
def item_created(event: SentenceContext) -> Sentence:
    return _item_sentence(event, _("%(who)s added “%(text)s” to a checklist on %(card)s"))


@sentence("checklist_item.updated", kind="cards")
def item_updated(event: SentenceContext) -> Sentence:
    """Ticking an item, the most frequent change, has sentences of its own if nothing else changed."""
    changed = [name for name in ITEM_FIELDS if name in event.changes]
    if "done" in event.changes and not changed:
        done = event.payload["done"]
        ticked, unticked = (
            _("%(who)s ticked “%(text)s” on %(card)s"),
            _("%(who)s unticked “%(text)s” on %(card)s"),
        )
        return _item_sentence(event, ticked if done else unticked)
    plain = _item_sentence(event, _("%(who)s changed “%(text)s” on a checklist of %(card)s"))
    return Sentence(plain.text, [_change(event, name) for name in changed])


@sentence("checklist_item.moved", kind="cards")
def item_moved(event: SentenceContext) -> Sentence:
    return _item_sentence(event, _("%(who)s moved “%(text)s” on the checklists of %(card)s"))


@sentence("checklist_item.deleted", kind="cards")
def item_deleted(event: SentenceContext) -> Sentence:
    return _item_sentence(event, _("%(who)s removed “%(text)s” from a checklist on %(card)s"))


@sentence("checklist_item.converted", kind="cards")
def item_converted(event: SentenceContext) -> Sentence:
    text = _("%(who)s turned “%(text)s” of %(origin)s into %(card)s")
    origin = link_to_card(event.wire["projectId"], event.payload["card"])
    words = excerpt(event.payload["item"]["text"])
    return Sentence(fill(text, who=event.who, text=words, origin=origin, card=card_link(event.wire)))


@sentence("checklist_item.unconverted", kind="cards")
def item_unconverted(event: SentenceContext) -> Sentence:
    text = _("%(who)s turned %(card)s back into the item “%(text)s” on %(origin)s")
    origin = link_to_card(event.wire["projectId"], event.payload["card"])
    words = excerpt(event.payload["item"]["text"])
    return Sentence(fill(text, who=event.who, text=words, origin=origin, card=card_link(event.wire)))


def excerpt(text: str) -> str:
    """First EXCERPT characters of an item's text."""
    return cut(text, EXCERPT)


ITEM_FIELDS = {
    "text": gettext_lazy("Text"),
    "assigneeId": gettext_lazy("Assignee"),
    "dueAt": gettext_lazy("Due"),
}


def _change(event: SentenceContext, name: str) -> Change:
    old, new = event.changes[name]
    return Change(ITEM_FIELDS[name], _value(event, name, old), _value(event, name, new))


def _value(event: SentenceContext, name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "assigneeId":
        return event.names.person(value)
    return time_element(value) if name == "dueAt" else value


def _checklist_sentence(event: SentenceContext, text: str) -> Sentence:
    return _filled(event, text, name=strong(event.payload["name"]))


def _item_sentence(event: SentenceContext, text: str) -> Sentence:
    return _filled(event, text, text=excerpt(event.payload["text"]))


def _filled(event: SentenceContext, text: str, /, **pieces: Any) -> Sentence:
    card = link_to_card(event.wire["projectId"], event.payload["card"])
    return Sentence(fill(text, who=event.who, card=card, **pieces))
