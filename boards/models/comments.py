"""Comments on cards."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.models.cards import Card
from core.ids import new_id
from core.texts.cuts import cut
from projects.mentions.places import WRITTEN_LENGTH
from projects.models import Project

models.TextField.register_lookup(Length)

COMMENT_LENGTH = 4000


class CommentQuerySet(models.QuerySet["Comment"]):
    def undeleted(self) -> Self:
        return self.filter(deleted_at=None)

    def newest(self) -> Self:
        return self.order_by("-created_at", "-id")


class Comment(models.Model):
    """A deleted comment stays as a tombstone, a row without text, which tells the log to redact the text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects: ClassVar = CommentQuerySet.as_manager()

    class Meta:
        db_table = "comments"
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = (
            models.CheckConstraint(condition=Q(text__length__lte=COMMENT_LENGTH), name="comments_length"),
            models.CheckConstraint(
                condition=(Q(deleted_at=None) & ~Q(text="")) | (Q(deleted_at__isnull=False) & Q(text="")),
                name="comments_text_until_deleted",
            ),
        )
        indexes = (
            models.Index(
                fields=["card", "-created_at", "-id"], condition=Q(deleted_at=None), name="comments_newest"
            ),
        )

    def __str__(self) -> str:
        return cut(self.text, 60)


class CommentMention(models.Model):
    """Mention of a member; `name` is the name as written in the text, or `@all` or `@here`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=WRITTEN_LENGTH)

    class Meta:
        db_table = "comment_mentions"
        constraints = (
            models.UniqueConstraint(fields=["comment", "user", "name"], name="comment_mentions_once"),
        )

    def __str__(self) -> str:
        return f"@{self.name}"
