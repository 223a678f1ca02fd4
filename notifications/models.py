"""What people are told of, how much of it they want, and how far each project's log has been read for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from projects.models import NAME_LENGTH, Event, Membership, Project


class Kind(models.TextChoices):
    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    INVITED = "invited"
    ROLE = "role"
    REMOVED = "removed"
    CARD = "card"
    MESSAGE = "message"
    COMMENT = "comment"
    MOVED = "moved"
    DUE = "due"


class Level(models.TextChoices):
    """`mine` is what concerns oneself; `all`, every new card, message and comment too."""

    ALL = "all", _("All")
    MINE = "mine", _("Mine")
    NONE = "none", _("None")


ALWAYS = (Kind.INVITED, Kind.REMOVED)
"""Told whatever the person chose, for there is no membership then that the choice would belong to."""


class Notification(models.Model):
    """One thing one person is told of: once per person, event (a project's seq) and kind.

    `project_name` is the name as it was when this was made: who is not in the project learns no later one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    project_name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notifications"
        constraints = (
            models.UniqueConstraint(fields=["user", "event", "kind"], name="notifications_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="notifications_known_kind"),
        )
        indexes = (
            models.Index(fields=["user", "-id"], name="notifications_newest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notifications_unread"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} · {self.kind}"


class Choice(models.Model):
    """How much a member wants to be told of a project; none made: what concerns oneself."""

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    level = models.CharField(max_length=4, choices=Level)

    class Meta:
        db_table = "notification_choices"
        constraints = (
            models.CheckConstraint(condition=Q(level__in=Level.values), name="notification_choices_known"),
        )

    def __str__(self) -> str:
        return self.level


class Cursor(models.Model):
    """Up to `seq` the project's log has been read; moved in one transaction with what was found there."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "notification_cursors"

    def __str__(self) -> str:
        return f"{self.project_id} #{self.seq}"
