"""How much room a project's files take, and how much there is."""

from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from files.models import File
from projects.errors import TooLarge


def used_by(project_id: UUID) -> int:
    """Bytes of the project's files, without those that are deleted and without thumbnails."""
    rows = File.objects.kept().filter(project_id=project_id)
    return rows.aggregate(used=Sum("size"))["used"] or 0


def check_quota(project_id: UUID, size: int) -> None:
    """Raises TooLarge where `size` bytes more are too many. It is certain only under the project's lock."""
    used, quota = used_by(project_id), settings.PROJECT_QUOTA
    if used + size > quota:
        raise TooLarge(_("The project has no room left for this file."), used=used, quota=quota)
