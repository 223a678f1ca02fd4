"""Messages of a project's conversation, with files, mentions, reactions and read markers."""

import datetime as dt
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.texts.cuts import cut
from files.models import File
from projects.mentions.places import WRITTEN_LENGTH
from projects.models import Project
from projects.search.index import IndexedText

models.TextField.register_lookup(Length)

TEXT_LENGTH = 4000
EMOJI_LENGTH = 32


class MessageQuerySet(models.QuerySet["Message"]):
    def newest(self) -> Self:
        return self.order_by("-created_at", "-id")

    def older_than(self, created_at: dt.datetime, message_id: UUID) -> Self:
        """Messages before the given one.

        The bound on `created_at` alone lets the database enter the index at that time. With only the
        disjunction it would scan the index from its end.
        """
        return self.filter(Q(created_at__lt=created_at) | Q(id__lt=message_id), created_at__lte=created_at)

    def newer_than(self, created_at: dt.datetime | OuterRef, message_id: UUID | OuterRef) -> Self:
        return self.filter(Q(created_at__gt=created_at) | Q(id__gt=message_id), created_at__gte=created_at)


class Message(models.Model):
    """A deleted message stays as a tombstone, a row without text and files.

    `has_files` is true if the message was sent with files, even if those have been deleted since.
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
        return cut(self.text, 60)


class MessageFile(models.Model):
    """File attached to a message. The order of the ids is the order of the files."""

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
    """Mention of a member; `name` is the name as written in the text, or `@all` or `@here`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=WRITTEN_LENGTH)

    class Meta:
        db_table = "message_mentions"
        constraints = (
            models.UniqueConstraint(fields=["message", "user", "name"], name="message_mentions_once"),
        )
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
    """The last message that a person has read. It moves back too, when messages are marked as unread."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "read_markers"
        constraints = (models.UniqueConstraint(fields=["project", "user"], name="read_markers_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} · {self.message_id}"


class IndexedMessage(IndexedText):
    """Row of the search index for a message."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "search_messages"

    def __str__(self) -> str:
        return f"{self.message_id}"
