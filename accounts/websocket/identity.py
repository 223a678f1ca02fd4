"""The identity behind a WebSocket, and checks that it is still valid while the socket is open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from rest_framework_simplejwt.settings import api_settings

from accounts.auth.recent_sign_in import was_recently
from accounts.models import RefreshFamily, User

SIGN_IN_AGAIN, NOT_ALLOWED = 4401, 4403
BATCH = 500


class SocketRefused(Exception):
    """The socket must be closed with the close code `code`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """The authenticated user of a socket.

    `version` is the user's token_version at authentication: raising it ends sessions and tokens alike.
    """

    user_id: UUID
    kind: Literal["session", "bearer"]
    version: int
    session_key: str | None = None
    family: UUID | None = None
    expires_at: datetime | None
    language: str
    password_entered_at: int | None = field(default=None, compare=False)

    @property
    def is_recent(self) -> bool:
        """Whether dangerous commands may be sent: always with a token, which its client keeps for itself."""
        return self.kind == "bearer" or was_recently(self.password_entered_at)


def still_valid(identities: Iterable[Identity]) -> set[Identity]:
    """Return the identities whose user, and session or token family, are valid: three queries per 500."""
    everyone = list(set(identities))
    return {
        identity
        for start in range(0, len(everyone), BATCH)
        for identity in _still_valid(everyone[start : start + BATCH])
    }


def _still_valid(batch: list[Identity]) -> Iterator[Identity]:
    people = User.objects.filter(is_active=True).in_bulk({identity.user_id for identity in batch})
    sessions = live_sessions(identity.session_key for identity in batch if identity.session_key)
    families = _families(identity.family for identity in batch if identity.family)
    for identity in batch:
        user = people.get(identity.user_id)
        if user is None or user.token_version != identity.version:
            continue
        if identity.kind == "session":
            session = sessions.get(identity.session_key or "")
            valid = session is not None and session.belongs_to(user)
        else:
            valid = identity.family in families and _not_expired(identity)
        if valid:
            yield identity


def _not_expired(identity: Identity) -> bool:
    return identity.expires_at is not None and identity.expires_at + api_settings.LEEWAY > timezone.now()


def _families(ids: Iterable[UUID]) -> set[UUID]:
    return set(RefreshFamily.objects.filter(pk__in=set(ids), ended_at=None).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session of the site that has not expired, with its data."""

    data: dict[str, Any]
    expires_at: datetime

    def belongs_to(self, user: User) -> bool:
        """Check user, backend and hash as Django's `auth.get_user` does, without touching the session."""
        session_hash = self.data.get(HASH_SESSION_KEY)
        if (
            self.data.get(SESSION_KEY) != str(user.pk)
            or self.data.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS
        ):
            return False
        hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
        return isinstance(session_hash, str) and any(
            constant_time_compare(session_hash, valid) for valid in hashes
        )


def live_sessions(keys: Iterable[str]) -> dict[str, LiveSession]:
    rows = SessionStore.get_model_class().objects.filter(
        session_key__in=set(keys), expire_date__gt=timezone.now()
    )
    return {row.session_key: LiveSession(row.get_decoded(), row.expire_date) for row in rows}
