"""The quota of a project: how many bytes its files use, and how many they may."""

from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from files.models import File
from projects.errors import TooLarge


def used_bytes(project_id: UUID) -> int:
    """Return the bytes of the project's files, without deleted ones and thumbnails."""
    rows = File.objects.undeleted().filter(project_id=project_id)
    return rows.aggregate(used=Sum("size"))["used"] or 0


def check_quota(project_id: UUID, size: int) -> None:
    """Raise TooLarge if `size` more bytes exceed PROJECT_QUOTA. Only reliable under the project's lock."""
    used, quota = used_bytes(project_id), settings.PROJECT_QUOTA
    if used + size > quota:
        raise TooLarge(_("The project doesn’t have enough space for this file."), used=used, quota=quota)
