"""Inverses of the events of files."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from files.references import referenced_files
from projects.errors import CannotUndo
from projects.history.undo import CommandInput, inverse, not_undoable
from projects.models import Event
from projects.registry import Member

not_undoable.add(
    {"file.deleted": _("Deleted files can’t be restored. Upload the file again.")},
    module=__name__,
)


@inverse("file.uploaded", by="file.delete", actor_only=True)
def file_uploaded(member: Member, event: Event) -> CommandInput:
    """Delete the file, provided that no card or message refers to it.

    Deletion is final, so it must not take a file away from others who use it.
    """
    if referenced_files([UUID(event.payload["id"])]):
        raise CannotUndo(_("This can’t be undone: the file is attached to a card or a message."))
    return {"id": event.payload["id"]}
