"""Notifications, people's preferences for each project, and how far each project's log has been read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.models import Card
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
    """`mine` is what concerns the person; `all` adds every new card, message and comment."""

    ALL = "all", _("All")
    MINE = "mine", _("Mine")
    NONE = "none", _("None")


ALWAYS_SENT = (Kind.INVITED, Kind.REMOVED)
"""Kinds that ignore the person's choice, because there is no membership that it could belong to."""


class Notification(models.Model):
    """One notification per person, event and kind.

    `about` is the id of a message or comment, of which a person is notified once, however often it is edited;
    or that of a card or item with an assignee, of which one notification is unread at most. Else it is None.
    `card` is the card that it is about, directly or by a comment or an item; None for several. Its words are
    those of what it is about: see `current`, and `outdated` for who is told of a change.
    `project_name` is the name at the time of the notification: people outside the project learn no later one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    about = models.UUIDField(null=True, blank=True)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    project_name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notifications"
        constraints = (
            models.UniqueConstraint(fields=["user", "event", "kind"], name="notifications_once"),
            models.UniqueConstraint(
                fields=["user", "about"],
                condition=~Q(about=None) & ~Q(kind=Kind.ASSIGNED),
                name="notifications_once_about",
            ),
            models.UniqueConstraint(
                fields=["user", "about"],
                condition=~Q(about=None) & Q(kind=Kind.ASSIGNED, read_at=None),
                name="notifications_unread_assignment",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="notifications_known_kind"),
        )
        indexes = (
            models.Index(fields=["user", "-id"], name="notifications_newest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notifications_unread"),
            models.Index(fields=["about"], condition=~Q(about=None), name="notifications_about"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} · {self.kind}"


class Choice(models.Model):
    """The notification level that a member chose for a project. Members without a row have `mine`."""

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
    """The `seq` up to which a project's log has been read.

    It moves in one transaction with the notifications of the events that it passes.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "notification_cursors"

    def __str__(self) -> str:
        return f"{self.project_id} #{self.seq}"
