"""Checklists of cards and their items."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.models.boards import NAME_LENGTH, PositionField
from boards.models.cards import Card
from core.ids import new_id
from core.moments import MomentInRow
from core.texts.cuts import cut
from projects.models import Project

ITEM_LENGTH = 500


class Checklist(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="checklists")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    position = PositionField()
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        db_table = "checklists"
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ("card", "position")
        constraints = (
            models.UniqueConstraint(fields=["card", "position"], name="checklists_one_per_place"),
            models.CheckConstraint(condition=~Q(name=""), name="checklists_name_not_empty"),
            models.CheckConstraint(condition=~Q(position=""), name="checklists_position_not_empty"),
        )

    def __str__(self) -> str:
        return self.name


class ChecklistItem(models.Model):
    """Item of a checklist. The card keeps the number of its items, and of those that are done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    text = models.CharField(_("text"), max_length=ITEM_LENGTH)
    position = PositionField()
    done = models.BooleanField(_("done"), default=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    due_on = models.DateField(_("due, all day"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    due = MomentInRow()

    class Meta:
        db_table = "checklist_items"
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ("checklist", "position")
        constraints = (
            models.UniqueConstraint(fields=["checklist", "position"], name="checklist_items_one_per_place"),
            models.CheckConstraint(condition=~Q(text=""), name="checklist_items_text_not_empty"),
            models.CheckConstraint(condition=Q(due_at=None) | Q(due_on=None), name="checklist_items_one_due"),
            models.CheckConstraint(condition=~Q(position=""), name="checklist_items_position_not_empty"),
        )
        indexes = (models.Index(fields=["project", "assignee"], name="checklist_items_of_person"),)

    def __str__(self) -> str:
        return cut(self.text, 60)
