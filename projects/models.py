"""Projects, members, invitations and the event log.

A project is the unit of permission, of ordering (its row is the lock) and of broadcast.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, hue_of
from core.ids import new_id
from core.sql.writes import Write
from core.wire import JsonObject
from projects.permissions import MEMBER_ROLES, MentionAll, Role, may_grant

NAME_LENGTH = 120
HIGHEST_SEQ = 2**63 - 1
KEY_LENGTH = 6
KEY_PATTERN = rf"^[A-Z][A-Z0-9]{{1,{KEY_LENGTH - 1}}}$"


class ProjectQuerySet(models.QuerySet["Project"]):
    def alive(self) -> Self:
        return self.filter(deleted_at=None)

    def visible_to(self, user: User) -> Self:
        return self.alive().filter(memberships__user=user)


class Project(models.Model):
    """A project. `last_seq` is the number of its newest event, `last_card` that of its newest card.

    Both change only under the lock of the row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    key = models.CharField(_("key"), max_length=KEY_LENGTH)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    updated_at = models.DateTimeField(_("updated"), default=timezone.now)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    removes_location = models.BooleanField(_("removes locations"), default=True, db_default=True)
    mention_all = models.CharField(
        _("who can mention everyone"),
        max_length=7,
        choices=MentionAll,
        default=MentionAll.ADMINS,
        db_default=MentionAll.ADMINS,
    )
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)
    last_card = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar = ProjectQuerySet.as_manager()

    class Meta:
        db_table = "projects"
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="projects_name_not_empty"),
            models.CheckConstraint(condition=Q(key__regex=KEY_PATTERN), name="projects_key_shape"),
            models.CheckConstraint(
                condition=Q(mention_all__in=MentionAll.values), name="projects_known_mention_all"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def hue(self) -> str:
        return hue_of(self.pk)

    def next_card_number(self) -> int:
        self.last_card += 1
        return self.last_card


class Membership(models.Model):
    """A user's role in a project."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=8, choices=[(role.value, role.label) for role in MEMBER_ROLES]
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    class Meta:
        db_table = "members"
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = (
            models.UniqueConstraint(fields=["project", "user"], name="members_once_per_project"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in MEMBER_ROLES]), name="members_known_role"
            ),
        )
        indexes = (models.Index(fields=["project", "role"], name="members_by_role"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def backed(self) -> Self:
        """Keep those whose maker is still an active member who may grant the role.

        Whoever loses that right has their invitations revoked at once. This holds for rows of releases
        before that, and where an account was deactivated past the product.
        """
        makers = Membership.objects.filter(
            project=OuterRef("project"), user=OuterRef("created_by"), user__is_active=True
        )
        granted = {
            maker: [role for role in MEMBER_ROLES if may_grant(maker, role)]
            for maker in MEMBER_ROLES
            if may_grant(maker, Role.VIEWER)
        }
        rules = (Q(role__in=roles) & Exists(makers.filter(role=maker)) for maker, roles in granted.items())
        return self.filter(reduce(or_, rules))


class Invitation(models.Model):
    """A link that lets one person join, once, within seven days. Only the hash of its token is stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"), max_length=254, blank=True, default="")
    role = models.CharField(
        _("role"), max_length=8, choices=[(role.value, role.label) for role in MEMBER_ROLES]
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "invitations"
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitations_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitations_accepted_or_revoked"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitations_expire_after_creation"
            ),
        )
        indexes = (
            models.Index(fields=["project", "-created_at"], name="invitations_newest"),
            models.Index(fields=["created_by", "-created_at"], name="invitations_of_maker"),
            models.Index(fields=["-created_at"], condition=~Q(email=""), name="invitations_mailed"),
        )

    def __str__(self) -> str:
        return f"{self.project} · {self.get_role_display()}"

    def is_open(self, at: dt.datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > at


class Event(models.Model):
    """A row of the log: the effect of one accepted command. Never updated, never deleted.

    `payload` and `changes` have the form of the wire. `answer` is the answer to the command's sender, if it
    is not the payload. `event_id` is the command's idempotency key, `fingerprint` the hash of the command and
    its input. `via` and `address` say where the command came from.

    Two attributes are never stored: `answer_once` is merged into the first answer only (secrets), and
    `writes` are the writes of the command that `execute` sends together with the row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(_("type"), max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="events")
    event_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(_("at"))
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    changes = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    answer = models.JSONField(encoder=DjangoJSONEncoder, null=True, blank=True)
    via = models.CharField(_("via"), max_length=8, blank=True, default="")
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)

    class Meta:
        db_table = "events_audit"
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("project", "seq")
        constraints = (
            models.UniqueConstraint(fields=["project", "seq"], name="events_seq_once_per_project"),
            models.UniqueConstraint(fields=["actor", "event_id"], name="events_command_once_per_actor"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="events_seq_from_one"),
            models.UniqueConstraint(
                F("project"),
                KT("changes__undoes__1"),
                condition=Q(changes__has_key="undoes"),
                name="events_taken_back_once",
            ),
        )
        indexes = (
            models.Index(fields=["project", "type", "at"], name="events_by_type"),
            models.Index("project", KT("payload__number"), F("seq").desc(), name="events_of_card"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer_once: Mapping[str, object] = {}
        self.writes: Sequence[Write] = ()

    def __str__(self) -> str:
        return f"{self.project_id} #{self.seq} {self.type}"

    @property
    def repeat_answer(self) -> JsonObject:
        """The answer to a repeat of the command."""
        return self.payload if self.answer is None else self.answer
