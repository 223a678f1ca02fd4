"""What stands on a board: columns, cards and labels."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.ids import new_id
from files.models import File
from projects.models import Project

models.TextField.register_lookup(Length)
models.CharField.register_lookup(Length)

NAME_LENGTH = 60
TITLE_LENGTH = 200
DESCRIPTION_LENGTH = 20_000


class Hue(models.TextChoices):
    """The colours that the style sheet knows in both themes."""

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
    """A fractional index; compared byte by byte in every database."""

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
    def standing(self) -> Self:
        return self.filter(deleted_at=None)


class Column(models.Model):
    """A deleted column stays as a row, so that the archived cards it held still name their place."""

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


class CardQuerySet(models.QuerySet["Card"]):
    def open(self) -> Self:
        return self.filter(archived_at=None, deleted_at=None)

    def archived(self) -> Self:
        return self.filter(archived_at__isnull=False, deleted_at=None)

    def undeleted(self) -> Self:
        return self.filter(deleted_at=None)

    def in_trash(self) -> Self:
        return self.filter(deleted_at__isnull=False)


class Card(models.Model):
    """`version` counts the accepted commands on the card. Open: neither archived nor in the trash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cards")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="cards")
    number = models.PositiveIntegerField(_("number"), editable=False)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    description = models.TextField(_("description"), blank=True, default="")
    position = PositionField()
    version = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    updated_at = models.DateTimeField(_("updated"), default=timezone.now)
    comment_count = models.PositiveIntegerField(default=0)
    cover = models.ForeignKey(File, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    labels = models.ManyToManyField(Label, through="CardLabel", related_name="cards")
    files = models.ManyToManyField(File, through="CardFile", related_name="+")
    assignees = models.ManyToManyField(settings.AUTH_USER_MODEL, through="CardAssignee", related_name="+")

    objects: ClassVar = CardQuerySet.as_manager()

    class Meta:
        db_table = "cards"
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        ordering = ("column", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["column", "position"],
                condition=Q(archived_at=None, deleted_at=None),
                name="cards_one_per_place",
            ),
            models.UniqueConstraint(fields=["project", "number"], name="cards_number_once_per_project"),
            models.CheckConstraint(condition=~Q(title=""), name="cards_title_not_empty"),
            models.CheckConstraint(condition=~Q(position=""), name="cards_position_not_empty"),
            models.CheckConstraint(
                condition=Q(description__length__lte=DESCRIPTION_LENGTH), name="cards_description_length"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="cards_version_from_one"),
            models.CheckConstraint(condition=Q(number__gte=1), name="cards_number_from_one"),
        )
        indexes = (models.Index(fields=["project", "archived_at", "deleted_at"], name="cards_by_state"),)

    def __str__(self) -> str:
        return self.title


class CardLabel(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="card_labels")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="card_labels")

    class Meta:
        db_table = "card_labels"
        constraints = (models.UniqueConstraint(fields=["card", "label"], name="card_labels_once"),)
        indexes = (models.Index(fields=["project"], name="card_labels_of_project"),)

    def __str__(self) -> str:
        return f"{self.card_id} · {self.label_id}"


class CardAssignee(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="card_assignees")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "card_assignees"
        constraints = (models.UniqueConstraint(fields=["card", "user"], name="card_assignees_once"),)
        indexes = (models.Index(fields=["project", "user"], name="card_assignees_of_project"),)

    def __str__(self) -> str:
        return f"{self.card_id} · {self.user_id}"


class CardFile(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="card_files")
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "card_files"
        constraints = (models.UniqueConstraint(fields=["card", "file"], name="card_files_once"),)
        indexes = (models.Index(fields=["project"], name="card_files_of_project"),)

    def __str__(self) -> str:
        return f"{self.card_id} · {self.file_id}"
