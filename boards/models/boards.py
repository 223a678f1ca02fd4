"""Boards, columns and labels."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from projects.models import Project

NAME_LENGTH = 60


class Hue(models.TextChoices):
    """Colours that the style sheet defines for both themes."""

    BLUE = "blue", _("Blue")
    TEAL = "teal", _("Teal")
    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    ORANGE = "orange", _("Orange")
    RED = "red", _("Red")
    PINK = "pink", _("Pink")
    VIOLET = "violet", _("Violet")
    GRAY = "gray", _("Grey")


class PositionField(models.TextField):
    """A fractional index, compared byte by byte in every database."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{**kwargs, "editable": False})  # type: ignore[arg-type]

    def db_parameters(self, connection: Any) -> Any:
        collation = {"collation": "C"} if connection.vendor == "postgresql" else {}
        return {**super().db_parameters(connection), **collation}


class Board(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="board")
    name = models.CharField(_("name"), max_length=120)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        db_table = "boards"
        verbose_name = _("board")
        verbose_name_plural = _("boards")

    def __str__(self) -> str:
        return self.name


class ColumnQuerySet(models.QuerySet["Column"]):
    def undeleted(self) -> Self:
        return self.filter(deleted_at=None)


class Column(models.Model):
    """A deleted column keeps its row, because its archived and deleted cards still refer to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="columns")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    color = models.CharField(_("colour"), max_length=8, choices=Hue, default=Hue.GRAY)
    position = PositionField()
    wip_limit = models.PositiveIntegerField(_("WIP limit"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects: ClassVar = ColumnQuerySet.as_manager()

    class Meta:
        db_table = "columns"
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["board", "position"], condition=Q(deleted_at=None), name="columns_one_per_place"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="columns_name_not_empty"),
            models.CheckConstraint(condition=~Q(position=""), name="columns_position_not_empty"),
            models.CheckConstraint(
                condition=Q(wip_limit=None) | Q(wip_limit__gte=1), name="columns_wip_limit"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="columns_version_from_one"),
        )
        indexes = (models.Index(fields=["project", "position"], name="columns_of_project"),)

    def __str__(self) -> str:
        return self.name


class Label(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    color = models.CharField(_("colour"), max_length=8, choices=Hue, default=Hue.BLUE)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        db_table = "labels"
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ("created_at", "id")
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="labels_name_not_empty"),)
        indexes = (models.Index(fields=["project", "created_at"], name="labels_of_project"),)

    def __str__(self) -> str:
        return self.name
