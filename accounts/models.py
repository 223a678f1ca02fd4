"""Users, and what keeps them signed in: sessions of browsers and refresh tokens of API clients."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.revocation_hooks import announce_revocation
from accounts.timezones import check_zone
from core.ids import new_id
from core.texts.cuts import first_character

DISPLAY_NAME_LENGTH = 80
HUES = ("blue", "teal", "green", "amber", "orange", "red", "pink", "violet")
FORMER_HUE = "gray"
USER_AGENT_LENGTH = 300


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields.setdefault("display_name", email.partition("@")[0])
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalize_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `token_version` is part of every token and session: raising it ends all of them at once.

    A deleted account stays as a row without personal data, because the event log refers to it.
    """

    class Theme(models.TextChoices):
        SYSTEM = "system", _("System")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    display_name = models.CharField(_("name"), max_length=DISPLAY_NAME_LENGTH)
    locale = models.CharField(_("language"), max_length=8, blank=True, default="")
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    formats = models.CharField(_("dates and numbers"), max_length=8, blank=True, default="")
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, default="", validators=[check_zone]
    )
    chosen_hue = models.CharField(
        _("colour"), max_length=8, blank=True, default="", choices=[(hue, hue) for hue in (*HUES, FORMER_HUE)]
    )
    token_version = models.PositiveIntegerField(default=1, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    distinct_name: str = ""  # set where the members of a project are listed (projects/member_names.py)
    _password: str | None  # Django's: the new password, until it is saved

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "users"
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.CheckConstraint(condition=~models.Q(display_name=""), name="users_display_name_not_empty"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="users_email_lowercase"),
            models.CheckConstraint(
                condition=models.Q(theme__in=("system", "light", "dark")), name="users_known_theme"
            ),
            models.CheckConstraint(
                condition=models.Q(chosen_hue__in=("", *HUES, FORMER_HUE)), name="users_known_hue"
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at=None) | models.Q(is_active=False),
                name="users_deleted_are_inactive",
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **how: Any) -> "User":
        """Give a deleted account its placeholder name in the language of the reader."""
        person = super().from_db(db, field_names, values, **how)
        if person.__dict__.get("deleted_at"):
            person.display_name = gettext("Former member")
        return person

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row. A new password ends every session, token and socket of the old one."""
        fields = kwargs.get("update_fields")
        changed = self._password is not None and (fields is None or "password" in fields)
        if not changed or self._state.adding:
            super().save(*args, **kwargs)
            return
        self.token_version += 1
        if fields is not None:
            kwargs["update_fields"] = {*fields, "token_version"}
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._end_sign_ins()

    def end_access(self) -> None:
        """End every session, token and socket of this user."""
        self.token_version += 1
        with transaction.atomic():
            self.save(update_fields=["token_version"])
            self._end_sign_ins()

    def _end_sign_ins(self) -> None:
        """Update the tables and close open sockets; `token_version` alone already ends everything else."""
        self.refresh_families.filter(ended_at=None).update(ended_at=timezone.now())
        keys = self.browser_sessions.values("session_key")
        Session.objects.filter(session_key__in=keys).delete()
        self.browser_sessions.all().delete()
        transaction.on_commit(lambda: announce_revocation(self.pk), robust=True)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        parts = f"{self.password}:{self.token_version}"
        return salted_hmac("accounts.session", parts, secret=secret, algorithm="sha256").hexdigest()

    def get_short_name(self) -> str:
        return self.display_name.split(" ")[0]

    @property
    def shown_name(self) -> str:
        return self.distinct_name or self.display_name

    @property
    def initials(self) -> str:
        words = self.display_name.split()
        return "".join(first_character(word) for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def hue(self) -> str:
        """The colour of the avatar: the chosen one, else one derived from the id."""
        return self.chosen_hue or hue_of(self.pk)


class SignIn(models.Model):
    """Device and IP address of a sign-in when last seen, for the user's own list of sign-ins."""

    user_agent = models.CharField(max_length=USER_AGENT_LENGTH, blank=True, default="")
    address = models.GenericIPAddressField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class BrowserSession(SignIn):
    """The user and device of a session; the session itself is a row of Django's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="browser_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "browser_sessions"

    def __str__(self) -> str:
        return f"{self.user_id} since {self.created_at:%Y-%m-%d %H:%M}"


class RefreshFamily(SignIn):
    """All refresh tokens that descend from one sign-in. None is valid once `ended_at` is set."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="refresh_families")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "refresh_families"
        verbose_name_plural = "refresh families"

    def __str__(self) -> str:
        return f"{self.user_id} since {self.created_at:%Y-%m-%d %H:%M}"


class RefreshToken(models.Model):
    """A refresh token by its `jti`; valid for one use."""

    jti = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(RefreshFamily, on_delete=models.CASCADE, related_name="tokens")
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "refresh_tokens"

    def __str__(self) -> str:
        return str(self.jti)


def normalize_email(email: str) -> str:
    """Lower-case the whole address: both parts are compared without regard to case."""
    return email.strip().lower()


def hue_of(key: UUID) -> str:
    """Return a colour name for a UUID. The last bits, which it depends on, are random in a UUIDv7."""
    return HUES[key.int % len(HUES)]
