"""Sentences for the events of labels."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.models import Label
from boards.sentences.named import bold_name, named_sentence
from projects.history.names import name_lookups
from projects.history.sentences import Sentence, SentenceContext, fill, sentence
from projects.models import Event, Project


@sentence("label.created", kind="board")
def label_created(event: SentenceContext) -> Sentence:
    return named_sentence(event, _("%(who)s created the label %(name)s"))


@sentence("label.updated", kind="board")
def label_updated(event: SentenceContext) -> Sentence:
    return named_sentence(event, _("%(who)s changed the label %(name)s"))


@sentence("label.deleted", kind="board")
def label_deleted(event: SentenceContext) -> Sentence:
    cards, _none = event.changes.get("cardIds", ([], []))
    if not cards:
        return named_sentence(event, _("%(who)s deleted the label %(name)s"))
    text = ngettext(
        "%(who)s deleted the label %(name)s from %(n)s card",
        "%(who)s deleted the label %(name)s from %(n)s cards",
        len(cards),
    )
    return Sentence(fill(text, who=event.who, name=bold_name(event), n=len(cards)))


@sentence("label.restored", kind="board")
def label_restored(event: SentenceContext) -> Sentence:
    return named_sentence(event, _("%(who)s restored the label %(name)s"))


@name_lookups.register("label")
def names_of_labels(project: Project) -> dict[str, str]:
    """Names of the project's labels by id; the log supplies those of deleted labels."""
    deleted = Event.objects.filter(project=project, type="label.deleted").values_list("payload", flat=True)
    existing = Label.objects.filter(project=project).values_list("pk", "name")
    return {label["id"]: label["name"] for label in deleted} | {str(pk): name for pk, name in existing}
