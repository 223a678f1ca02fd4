"""The conversation of a project."""

import datetime as dt
import re
from typing import ClassVar, Self, cast
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from files.models import File
from projects.models import Project

models.TextField.register_lookup(Length)

TEXT_LENGTH = 4000
EMOJI_LENGTH = 32

FULL_TEXT = (
    "messages.search @@ (websearch_to_tsquery('english', %s) || websearch_to_tsquery('russian', %s)"
    " || websearch_to_tsquery('simple', %s))"
)


class MessageQuerySet(models.QuerySet["Message"]):
    def newest(self) -> Self:
        return self.order_by("-created_at", "-id")

    def older_than(self, created_at: dt.datetime, message_id: UUID) -> Self:
        """The plain bound is where the index is entered; for the other alone it is walked from its end."""
        return self.filter(Q(created_at__lt=created_at) | Q(id__lt=message_id), created_at__lte=created_at)

    def newer_than(self, created_at: dt.datetime, message_id: UUID) -> Self:
        return self.filter(Q(created_at__gt=created_at) | Q(id__gt=message_id), created_at__gte=created_at)

    def matching(self, words: str) -> Self:
        """Full text in English and Russian on PostgreSQL; elsewhere each word as it stands."""
        if connection.vendor == "postgresql":
            # The words go in as parameters; the column is the database's own and has no field here.
            return cast(Self, self.extra(where=[FULL_TEXT], params=[words] * 3))  # noqa: S610
        found = self.exclude(text="")
        for word in words.split():
            found = found.filter(text__iregex=re.escape(word))
        return found


class Message(models.Model):
    """A deleted message stays as a tombstone: its row without its text and files.

    `has_files` says that some were sent with it, which may have been deleted since.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), blank=True)
    has_files = models.BooleanField(_("with files"), default=False)
    files = models.ManyToManyField(File, through="MessageFile", related_name="+")
    reply_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        db_table = "messages"
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text="", has_files=False, deleted_at=None) & Q(text__length__lte=TEXT_LENGTH),
                name="messages_text",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(text="", has_files=False),
                name="messages_tombstone_has_no_text",
            ),
        )
        indexes = (
            models.Index(fields=["project", "-created_at", "-id"], name="messages_newest"),
            models.Index(fields=["project", "author", "-created_at"], name="messages_of_author"),
        )

    def __str__(self) -> str:
        return self.text[:60]


class MessageFile(models.Model):
    """Those of a message stand in the order of their ids."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="message_files")
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "message_files"
        constraints = (models.UniqueConstraint(fields=["message", "file"], name="message_files_once"),)

    def __str__(self) -> str:
        return f"{self.message_id} · {self.file_id}"


class Mention(models.Model):
    """A member called by `name`, as it stood in the text then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)

    class Meta:
        db_table = "message_mentions"
        constraints = (models.UniqueConstraint(fields=["message", "user"], name="message_mentions_once"),)
        indexes = (models.Index(fields=["project", "user"], name="message_mentions_of_user"),)

    def __str__(self) -> str:
        return f"@{self.name}"


class Reaction(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=EMOJI_LENGTH)

    class Meta:
        db_table = "message_reactions"
        constraints = (
            models.UniqueConstraint(fields=["message", "user", "emoji"], name="message_reactions_once"),
        )

    def __str__(self) -> str:
        return self.emoji


class ReadMarker(models.Model):
    """Up to where a person has read a conversation. Moves both ways: one may mark as unread."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "read_markers"
        constraints = (models.UniqueConstraint(fields=["project", "user"], name="read_markers_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} · {self.message_id}"
