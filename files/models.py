"""Files that people upload to a project. The bytes are in storage under `key`; the name is only data."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from projects.models import Project
from projects.search.index import IndexedText

MAX_SIZE = 10 * 1024 * 1024
NAME_LENGTH = 255


class Location(models.TextChoices):
    """What became of the place in a picture's metadata. "": there was none, or the project keeps it."""

    NONE = "", "—"
    REMOVED = "removed", _("Removed")
    KEPT = "kept", _("Could not be removed")


class FileQuerySet(models.QuerySet["File"]):
    def undeleted(self) -> Self:
        return self.filter(deleted_at=None)

    def pictures(self) -> Self:
        return self.filter(width__isnull=False, thumbnail_failed=False)


class File(models.Model):
    """A file. The row of a deleted one stays, because the log refers to it; its objects leave storage.

    `width` and `height`, in pixels, are set for images whose header could be read. Their thumbnail is made
    later, beside the upload; `thumbnail_failed` says that it could not be.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="files")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    key = models.CharField(max_length=120, unique=True, editable=False)
    thumbnail_key = models.CharField(max_length=120, unique=True, null=True, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size"), validators=[MaxValueValidator(MAX_SIZE)])
    content_type = models.CharField(_("type"), max_length=120)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    thumbnail_failed = models.BooleanField(default=False, db_default=False, editable=False)
    location = models.CharField(
        _("location"), max_length=8, choices=Location, blank=True, default="", db_default="", editable=False
    )
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects: ClassVar = FileQuerySet.as_manager()

    class Meta:
        db_table = "files"
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="files_name_not_empty"),
            models.CheckConstraint(condition=Q(size__lte=MAX_SIZE), name="files_size"),
        )
        indexes = (
            models.Index(fields=["project", "-created_at"], name="files_newest"),
            models.Index(fields=["project", "-id"], name="files_of_project"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether pages show it as a picture: its size is known, and nothing was found wrong with it."""
        return bool(self.width and self.height) and not self.thumbnail_failed


class IndexedFile(IndexedText):
    """Row of the search index for a file: its name."""

    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "search_files"

    def __str__(self) -> str:
        return f"{self.file_id}"
