"""What takes back the events of this app, or why nothing does."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from files.references import held
from projects.errors import CannotUndo
from projects.history.undo import LASTING, inverse
from projects.models import Event
from projects.registry import Member

LASTING["file.deleted"] = _("A deleted file is gone from storage: upload it again.")


@inverse("file.uploaded", by="file.delete", own=True)
def file_uploaded(member: Member, past: Event) -> dict[str, Any]:
    """While it hangs nowhere: that it is gone for good is then nobody's loss but one's own."""
    if held([UUID(past.payload["id"])]):
        raise CannotUndo(_("It is on a card or in a message by now."))
    return {"id": past.payload["id"]}
