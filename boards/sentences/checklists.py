"""What the events of checklists and their items say."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.sentences.board import card_link, link_to_card, moment
from projects.history.activity import FROM_CARDS
from projects.history.sentences import Change, Sentence, Telling, fill, sentence, strong

EXCERPT = 160

FROM_CARDS |= {"checklist_item.converted", "checklist_item.unconverted"}


@sentence("checklist.created", kind="cards")
def checklist_created(told: Telling) -> Sentence:
    return _of_checklist(told, _("%(who)s added the checklist %(name)s to %(card)s"))


@sentence("checklist.updated", kind="cards")
def checklist_updated(told: Telling) -> Sentence:
    said = _of_checklist(told, _("%(who)s changed the checklist %(name)s of %(card)s"))
    return Sentence(said.text, [Change(_("Name"), *told.changes["name"])] if "name" in told.changes else [])


@sentence("checklist.moved", kind="cards")
def checklist_moved(told: Telling) -> Sentence:
    return _of_checklist(told, _("%(who)s moved the checklist %(name)s of %(card)s"))


@sentence("checklist.deleted", kind="cards")
def checklist_deleted(told: Telling) -> Sentence:
    return _of_checklist(told, _("%(who)s deleted the checklist %(name)s of %(card)s"))


@sentence("checklist_item.created", kind="cards")
def item_created(told: Telling) -> Sentence:
    return _of_item(told, _("%(who)s put “%(text)s” on a checklist of %(card)s"))


@sentence("checklist_item.updated", kind="cards")
def item_updated(told: Telling) -> Sentence:
    """Ticking is what is done most: alone, it is told as such."""
    changed = [name for name in ITEM_FIELDS if name in told.changes]
    if "done" in told.changes and not changed:
        done = told.payload["done"]
        ticked, unticked = (
            _("%(who)s ticked “%(text)s” on %(card)s"),
            _("%(who)s unticked “%(text)s” on %(card)s"),
        )
        return _of_item(told, ticked if done else unticked)
    said = _of_item(told, _("%(who)s changed “%(text)s” on a checklist of %(card)s"))
    return Sentence(said.text, [_change(told, name) for name in changed])


@sentence("checklist_item.moved", kind="cards")
def item_moved(told: Telling) -> Sentence:
    return _of_item(told, _("%(who)s moved “%(text)s” on the checklists of %(card)s"))


@sentence("checklist_item.deleted", kind="cards")
def item_deleted(told: Telling) -> Sentence:
    return _of_item(told, _("%(who)s took “%(text)s” off a checklist of %(card)s"))


@sentence("checklist_item.converted", kind="cards")
def item_converted(told: Telling) -> Sentence:
    text = _("%(who)s turned “%(text)s” of %(origin)s into %(card)s")
    origin = link_to_card(told.wire["projectId"], told.payload["card"])
    words = excerpt(told.payload["item"]["text"])
    return Sentence(fill(text, who=told.who, text=words, origin=origin, card=card_link(told.wire)))


@sentence("checklist_item.unconverted", kind="cards")
def item_unconverted(told: Telling) -> Sentence:
    text = _("%(who)s made %(card)s the item “%(text)s” of %(origin)s again")
    origin = link_to_card(told.wire["projectId"], told.payload["card"])
    words = excerpt(told.payload["item"]["text"])
    return Sentence(fill(text, who=told.who, text=words, origin=origin, card=card_link(told.wire)))


def excerpt(text: str) -> str:
    return Truncator(text).chars(EXCERPT)


ITEM_FIELDS = {
    "text": gettext_lazy("Text"),
    "assigneeId": gettext_lazy("Assignee"),
    "dueAt": gettext_lazy("Due"),
}


def _change(told: Telling, name: str) -> Change:
    old, new = told.changes[name]
    return Change(ITEM_FIELDS[name], _value(told, name, old), _value(told, name, new))


def _value(told: Telling, name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "assigneeId":
        return told.names.person(value)
    return moment(value) if name == "dueAt" else value


def _of_checklist(told: Telling, text: str) -> Sentence:
    return _filled(told, text, name=strong(told.payload["name"]))


def _of_item(told: Telling, text: str) -> Sentence:
    return _filled(told, text, text=excerpt(told.payload["text"]))


def _filled(told: Telling, sentence_of: str, /, **pieces: Any) -> Sentence:
    card = link_to_card(told.wire["projectId"], told.payload["card"])
    return Sentence(fill(sentence_of, who=told.who, card=card, **pieces))
