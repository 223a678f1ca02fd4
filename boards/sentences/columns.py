"""Sentences for the events of columns."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.sentences.named import bold_name, named_sentence
from projects.history.sentences import Sentence, SentenceContext, activity_kinds, fill, sentence

activity_kinds.add({"board": gettext_lazy("Columns and labels")}, module=__name__)


@sentence("column.created", kind="board")
def column_created(event: SentenceContext) -> Sentence:
    return named_sentence(event, _("%(who)s added the column %(name)s"))


@sentence("column.updated", kind="board")
def column_updated(event: SentenceContext) -> Sentence:
    return named_sentence(event, _("%(who)s changed the column %(name)s"))


@sentence("column.moved", kind="board")
def column_moved(event: SentenceContext) -> Sentence:
    return Sentence(fill(_("%(who)s moved the column %(name)s"), who=event.who, name=bold_name(event)))


@sentence("column.deleted", kind="board")
def column_deleted(event: SentenceContext) -> Sentence:
    return named_sentence(event, _("%(who)s deleted the column %(name)s"))


@sentence("column.sorted", kind="board")
def column_sorted(event: SentenceContext) -> Sentence:
    texts = {
        "dueAt": _("%(who)s sorted %(name)s by due date"),
        "number": _("%(who)s sorted %(name)s by number"),
    }
    by = event.changes.get("sortedBy", [None, ""])[1]
    text = texts.get(by, _("%(who)s changed the order of %(name)s"))
    return Sentence(fill(text, who=event.who, name=bold_name(event)))


@sentence("column.restored", kind="board")
def column_restored(event: SentenceContext) -> Sentence:
    return named_sentence(event, _("%(who)s restored the column %(name)s"))
