"""The quotas of files: how many bytes a project, and one person in all projects, use and may use."""

from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from files.models import File
from projects.errors import TooLarge


def used_bytes(project_id: UUID) -> int:
    """Return the bytes of the project's files, without deleted ones and thumbnails."""
    return _bytes_of(project_id=project_id)


def check_quota(project_id: UUID, user_id: UUID, size: int) -> None:
    """Raise TooLarge if `size` more bytes exceed PROJECT_QUOTA, or the user's PERSON_QUOTA.

    That of the project is exact only under its lock. A person who uploads into several projects in the same
    moment may pass theirs by those files.
    """
    used, quota = used_bytes(project_id), settings.PROJECT_QUOTA
    if used + size > quota:
        raise TooLarge(_("The project doesn’t have enough space for this file."), used=used, quota=quota)
    used, quota = _bytes_of(uploader_id=user_id), settings.PERSON_QUOTA
    if used + size > quota:
        raise TooLarge(
            _("Your files in all projects, deleted ones included, fill the space that one person has."),
            used=used,
            quota=quota,
        )


def _bytes_of(**whose: UUID) -> int:
    rows = File.objects.undeleted().filter(**whose)
    return rows.aggregate(used=Sum("size"))["used"] or 0
