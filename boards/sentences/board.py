"""What the events of this app say: cards, columns, labels."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.contexts.card_references import names_of_columns
from boards.models import Hue, Label
from core.text_diff import Diff, line_diff
from projects.history.names import NAMERS
from projects.history.sentences import KINDS, Change, Sentence, Telling, fill, sentence, strong
from projects.models import Event, Project

KINDS.update({"cards": gettext_lazy("Cards"), "board": gettext_lazy("Columns and labels")})


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────


@sentence("card.created", kind="cards")
def card_created(told: Telling) -> Sentence:
    return _of_card(told, _("%(who)s added %(card)s to %(column)s"))


@sentence("card.updated", kind="cards")
def card_updated(told: Telling) -> Sentence:
    """A single change is named; several are only listed."""
    changed = [name for name in CARD_FIELDS if name in told.changes]
    text = _only(told, changed[0]) if len(changed) == 1 else _("%(who)s changed %(card)s")
    return Sentence(
        fill(text, who=told.who, card=card_link(told.wire)), [_card_change(told, name) for name in changed]
    )


@sentence("card.moved", kind="cards")
def card_moved(told: Telling) -> Sentence:
    if "columnId" not in told.changes:
        return _of_card(told, _("%(who)s moved %(card)s within %(column)s"))
    old, new = (told.named("column", column_id) for column_id in told.changes["columnId"])
    text = _("%(who)s moved %(card)s from %(old)s to %(new)s")
    return Sentence(fill(text, who=told.who, card=card_link(told.wire), old=old, new=new))


@sentence("card.archived", kind="cards")
def card_archived(told: Telling) -> Sentence:
    return _of_card(told, _("%(who)s archived %(card)s"))


@sentence("card.deleted", kind="cards")
def card_deleted(told: Telling) -> Sentence:
    return _of_card(told, _("%(who)s put %(card)s into the trash"))


@sentence("card.restored", kind="cards")
def card_restored(told: Telling) -> Sentence:
    return _of_card(told, _("%(who)s brought %(card)s back to %(column)s"))


@sentence("card.watched", kind="cards")
def card_watched(told: Telling) -> Sentence:
    return _of_card(told, _("%(who)s watches %(card)s"))


@sentence("card.unwatched", kind="cards")
def card_unwatched(told: Telling) -> Sentence:
    return _of_card(told, _("%(who)s no longer watches %(card)s"))


def _of_card(told: Telling, text: str) -> Sentence:
    column = told.named("column", told.payload["columnId"])
    return Sentence(fill(text, who=told.who, card=card_link(told.wire), column=column))


def card_link(wire: dict[str, Any]) -> SafeString:
    """The card as it was called then, at its address now."""
    return link_to_card(wire["projectId"], wire["payload"])


def link_to_card(project_id: str, card: dict[str, Any]) -> SafeString:
    """`card` is all of it, or what other events tell of it."""
    url = reverse("card", args=[project_id, card["number"]])
    return format_html('<a href="{}">{} {}</a>', url, card["key"], card["title"])


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

LISTED = {"labelIds": "label", "fileIds": "file"}


MOMENTS = {"startAt", "dueAt", "doneAt"}


def _only(told: Telling, name: str) -> str:
    if name == "doneAt":
        done = told.payload["doneAt"]
        return _("%(who)s marked %(card)s as done") if done else _("%(who)s marked %(card)s as not done")
    return {
        "title": _("%(who)s renamed %(card)s"),
        "description": _("%(who)s changed the description of %(card)s"),
        "assigneeIds": _("%(who)s changed who does %(card)s"),
        "labelIds": _("%(who)s changed the labels of %(card)s"),
        "startAt": _("%(who)s changed the start of %(card)s"),
        "dueAt": _("%(who)s changed the due date of %(card)s"),
        "fileIds": _("%(who)s changed the files of %(card)s"),
        "coverFileId": _("%(who)s changed the cover of %(card)s"),
    }[name]


def _card_change(told: Telling, name: str) -> Change | Diff:
    label, (old, new) = CARD_FIELDS[name], told.changes[name]
    if name == "description":
        return line_diff(label, old, new)
    return Change(label, _card_value(told, name, old), _card_value(told, name, new))


def _card_value(told: Telling, name: str, value: Any) -> str:
    if name == "assigneeIds":
        return ", ".join(told.names.person(user_id) for user_id in value)
    if name in LISTED:
        return ", ".join(told.names.of(LISTED[name], entity_id) for entity_id in value)
    if name == "coverFileId":
        return told.names.of("file", value) if value else ""
    return moment(value) if name in MOMENTS and value else value or ""


def moment(text: str) -> SafeString:
    at = timezone.localtime(dt.datetime.fromisoformat(text))
    return format_html(
        '<time datetime="{}" data-format="datetime">{}</time>', text, date_format(at, "j M Y, H:i")
    )


# ── Columns ───────────────────────────────────────────────────────────────────────────────────────


@sentence("column.created", kind="board")
def column_created(told: Telling) -> Sentence:
    return _of_named(told, _("%(who)s added the column %(name)s"))


@sentence("column.updated", kind="board")
def column_updated(told: Telling) -> Sentence:
    return _of_named(told, _("%(who)s changed the column %(name)s"))


@sentence("column.moved", kind="board")
def column_moved(told: Telling) -> Sentence:
    return Sentence(fill(_("%(who)s moved the column %(name)s"), who=told.who, name=_name(told)))


@sentence("column.deleted", kind="board")
def column_deleted(told: Telling) -> Sentence:
    return _of_named(told, _("%(who)s deleted the column %(name)s"))


@sentence("column.sorted", kind="board")
def column_sorted(told: Telling) -> Sentence:
    texts = {
        "dueAt": _("%(who)s sorted %(name)s by due date"),
        "number": _("%(who)s sorted %(name)s by number"),
    }
    by = told.changes.get("sortedBy", [None, ""])[1]
    text = texts.get(by, _("%(who)s changed the order of %(name)s"))
    return Sentence(fill(text, who=told.who, name=_name(told)))


@sentence("column.restored", kind="board")
def column_restored(told: Telling) -> Sentence:
    return _of_named(told, _("%(who)s brought the column %(name)s back"))


# ── Labels ────────────────────────────────────────────────────────────────────────────────────────


@sentence("label.created", kind="board")
def label_created(told: Telling) -> Sentence:
    return _of_named(told, _("%(who)s made the label %(name)s"))


@sentence("label.updated", kind="board")
def label_updated(told: Telling) -> Sentence:
    return _of_named(told, _("%(who)s changed the label %(name)s"))


@sentence("label.deleted", kind="board")
def label_deleted(told: Telling) -> Sentence:
    cards, _none = told.changes.get("cardIds", ([], []))
    if not cards:
        return _of_named(told, _("%(who)s deleted the label %(name)s"))
    text = ngettext(
        "%(who)s deleted the label %(name)s, which %(n)s card had",
        "%(who)s deleted the label %(name)s, which %(n)s cards had",
        len(cards),
    )
    return Sentence(fill(text, who=told.who, name=_name(told), n=len(cards)))


@sentence("label.restored", kind="board")
def label_restored(told: Telling) -> Sentence:
    return _of_named(told, _("%(who)s brought the label %(name)s back"))


NAMED_FIELDS = {
    "name": gettext_lazy("Name"),
    "color": gettext_lazy("Colour"),
    "wipLimit": gettext_lazy("Cards at most"),
}


def _of_named(told: Telling, text: str) -> Sentence:
    changes = [
        Change(label, *(_value(name, value) for value in told.changes[name]))
        for name, label in NAMED_FIELDS.items()
        if name in told.changes
    ]
    return Sentence(fill(text, who=told.who, name=_name(told)), [*changes])


def _value(name: str, value: Any) -> str:
    if value is None:
        return ""
    return str(Hue(value).label) if name == "color" else str(value)


def _name(told: Telling) -> SafeString:
    return strong(told.payload["name"])


def names_of_labels(project: Project) -> dict[str, str]:
    """Of a deleted label only the log still knows the name."""
    gone = Event.objects.filter(project=project, type="label.deleted").values_list("payload", flat=True)
    there = Label.objects.filter(project=project).values_list("pk", "name")
    return {label["id"]: label["name"] for label in gone} | {str(pk): name for pk, name in there}


NAMERS.update({"column": names_of_columns, "label": names_of_labels})
