"""Cards, and their relations to labels, assignees, files and watchers."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.models.boards import Column, Label, PositionField
from core.ids import new_id
from core.moments import MomentInRow
from files.models import File
from projects.models import Project

models.TextField.register_lookup(Length)

TITLE_LENGTH = 200
DESCRIPTION_LENGTH = 20_000


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
    """A card is open unless it is archived or in the trash. `version` counts the accepted commands on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cards")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="cards")
    number = models.PositiveIntegerField(_("number"), editable=False)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    description = models.TextField(_("description"), blank=True, default="")
    position = PositionField()
    version = models.PositiveIntegerField(default=1)
    start_at = models.DateTimeField(_("start"), null=True, blank=True)
    start_on = models.DateField(_("start, all day"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    due_on = models.DateField(_("due, all day"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    updated_at = models.DateTimeField(_("updated"), default=timezone.now)
    comment_count = models.PositiveIntegerField(default=0)
    checklist_total = models.PositiveIntegerField(default=0, editable=False)
    checklist_done = models.PositiveIntegerField(default=0, editable=False)
    cover = models.ForeignKey(File, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    labels = models.ManyToManyField(Label, through="CardLabel", related_name="cards")
    files = models.ManyToManyField(File, through="CardFile", related_name="+")
    assignees = models.ManyToManyField(settings.AUTH_USER_MODEL, through="CardAssignee", related_name="+")

    start = MomentInRow()
    due = MomentInRow()

    watched: bool
    """Whether the card has watchers; an annotation of the query that loads a card for a command."""

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
            models.CheckConstraint(
                condition=Q(start_at=None) | Q(due_at=None) | Q(due_at__gte=F("start_at")),
                name="cards_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(start_on=None) | Q(due_on=None) | Q(due_on__gte=F("start_on")),
                name="cards_due_day_after_start",
            ),
            models.CheckConstraint(condition=Q(start_at=None) | Q(start_on=None), name="cards_one_start"),
            models.CheckConstraint(condition=Q(due_at=None) | Q(due_on=None), name="cards_one_due"),
            models.CheckConstraint(condition=Q(version__gte=1), name="cards_version_from_one"),
            models.CheckConstraint(
                condition=Q(checklist_done__lte=F("checklist_total")), name="cards_no_more_done_than_there_is"
            ),
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


class CardWatcher(models.Model):
    """Person who receives notifications about a card, from `created_at` on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="watchers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "card_watchers"
        constraints = (models.UniqueConstraint(fields=["card", "user"], name="card_watchers_once"),)
        indexes = (models.Index(fields=["project", "user"], name="card_watchers_of_person"),)

    def __str__(self) -> str:
        return f"{self.card_id} · {self.user_id}"
