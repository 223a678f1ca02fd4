"""Sentences about the events of files."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from files.models import File
from projects.history.names import name_lookups
from projects.history.sentences import Sentence, SentenceContext, activity_kinds, fill, sentence, strong
from projects.models import Project

activity_kinds.add({"files": gettext_lazy("Files")}, module=__name__)


@sentence("file.uploaded", kind="files")
def file_uploaded(event: SentenceContext) -> Sentence:
    return _file_sentence(event, _("%(who)s uploaded %(file)s"))


@sentence("file.deleted", kind="files")
def file_deleted(event: SentenceContext) -> Sentence:
    return _file_sentence(event, _("%(who)s deleted %(file)s"))


def _file_sentence(event: SentenceContext, text: str) -> Sentence:
    return Sentence(fill(text, who=event.who, file=strong(event.payload["name"])))


@name_lookups.register("file")
def names_of_files(project: Project) -> dict[str, str]:
    """Return the names of the project's files, deleted ones included, by id."""
    return {str(pk): name for pk, name in File.objects.filter(project=project).values_list("pk", "name")}
