"""Sentences for the events of a single card."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.sentences.links import card_link, time_element
from core.texts.diff import Diff, line_diff
from projects.history.sentences import Change, Sentence, SentenceContext, activity_kinds, fill, sentence

activity_kinds.add({"cards": gettext_lazy("Cards")}, module=__name__)


@sentence("card.created", kind="cards")
def card_created(event: SentenceContext) -> Sentence:
    return _card_sentence(event, _("%(who)s added %(card)s to %(column)s"))


@sentence("card.updated", kind="cards")
def card_updated(event: SentenceContext) -> Sentence:
    """Name the change if there is only one; otherwise list the changed fields below the sentence."""
    changed = [name for name in CARD_FIELDS if name in event.changes]
    text = _single_change_text(event, changed[0]) if len(changed) == 1 else _("%(who)s changed %(card)s")
    return Sentence(
        fill(text, who=event.who, card=card_link(event.wire)), [_card_change(event, name) for name in changed]
    )


@sentence("card.moved", kind="cards")
def card_moved(event: SentenceContext) -> Sentence:
    if "columnId" not in event.changes:
        return _card_sentence(event, _("%(who)s moved %(card)s within %(column)s"))
    old, new = (event.named("column", column_id) for column_id in event.changes["columnId"])
    text = _("%(who)s moved %(card)s from %(old)s to %(new)s")
    return Sentence(fill(text, who=event.who, card=card_link(event.wire), old=old, new=new))


@sentence("card.archived", kind="cards")
def card_archived(event: SentenceContext) -> Sentence:
    return _card_sentence(event, _("%(who)s archived %(card)s"))


@sentence("card.deleted", kind="cards")
def card_deleted(event: SentenceContext) -> Sentence:
    return _card_sentence(event, _("%(who)s moved %(card)s to the trash"))


@sentence("card.restored", kind="cards")
def card_restored(event: SentenceContext) -> Sentence:
    return _card_sentence(event, _("%(who)s restored %(card)s to %(column)s"))


@sentence("card.watched", kind="cards")
def card_watched(event: SentenceContext) -> Sentence:
    return _card_sentence(event, _("%(who)s started watching %(card)s"))


@sentence("card.unwatched", kind="cards")
def card_unwatched(event: SentenceContext) -> Sentence:
    return _card_sentence(event, _("%(who)s stopped watching %(card)s"))


def _card_sentence(event: SentenceContext, text: str) -> Sentence:
    column = event.named("column", event.payload["columnId"])
    return Sentence(fill(text, who=event.who, card=card_link(event.wire), column=column))


CARD_FIELDS = {
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("Description"),
    "assigneeIds": gettext_lazy("Assignees"),
    "labelIds": gettext_lazy("Labels"),
    "startAt": gettext_lazy("Start"),
    "dueAt": gettext_lazy("Due"),
    "doneAt": gettext_lazy("Done"),
    "fileIds": gettext_lazy("Files"),
    "coverFileId": gettext_lazy("Cover"),
}


ID_LISTS = {"labelIds": "label", "fileIds": "file"}
"""List of ids on the wire → the noun under which their names are looked up."""

TIME_FIELDS = {"startAt", "dueAt", "doneAt"}


def _single_change_text(event: SentenceContext, name: str) -> str:
    if name == "doneAt":
        done = event.payload["doneAt"]
        return _("%(who)s marked %(card)s as done") if done else _("%(who)s marked %(card)s as not done")
    return {
        "title": _("%(who)s renamed %(card)s"),
        "description": _("%(who)s changed the description of %(card)s"),
        "assigneeIds": _("%(who)s changed the assignees of %(card)s"),
        "labelIds": _("%(who)s changed the labels of %(card)s"),
        "startAt": _("%(who)s changed the start date of %(card)s"),
        "dueAt": _("%(who)s changed the due date of %(card)s"),
        "fileIds": _("%(who)s changed the files of %(card)s"),
        "coverFileId": _("%(who)s changed the cover of %(card)s"),
    }[name]


def _card_change(event: SentenceContext, name: str) -> Change | Diff:
    label, (old, new) = CARD_FIELDS[name], event.changes[name]
    if name == "description":
        return line_diff(label, old, new)
    return Change(label, _card_value(event, name, old), _card_value(event, name, new))


def _card_value(event: SentenceContext, name: str, value: Any) -> str:
    if name == "assigneeIds":
        return ", ".join(event.names.person(user_id) for user_id in value)
    if name in ID_LISTS:
        return ", ".join(event.names.of(ID_LISTS[name], entity_id) for entity_id in value)
    if name == "coverFileId":
        return event.names.of("file", value) if value else ""
    return time_element(value) if name in TIME_FIELDS and value else value or ""
