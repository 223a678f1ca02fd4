"""What the events of this app say."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from files.models import File
from projects.history.names import NAMERS
from projects.history.sentences import KINDS, Sentence, Telling, fill, sentence, strong
from projects.models import Project

KINDS["files"] = gettext_lazy("Files")


@sentence("file.uploaded", kind="files")
def file_uploaded(told: Telling) -> Sentence:
    return _of_file(told, _("%(who)s uploaded %(file)s"))


@sentence("file.deleted", kind="files")
def file_deleted(told: Telling) -> Sentence:
    return _of_file(told, _("%(who)s deleted %(file)s"))


def _of_file(told: Telling, text: str) -> Sentence:
    return Sentence(fill(text, who=told.who, file=strong(told.payload["name"])))


def names_of_files(project: Project) -> dict[str, str]:
    """Deleted ones too."""
    return {str(pk): name for pk, name in File.objects.filter(project=project).values_list("pk", "name")}


NAMERS["file"] = names_of_files
