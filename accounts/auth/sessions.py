"""Active sign-ins of a user: recorded, listed, and ended one by one."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import OperationalError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.auth.tokens import revoke_family
from accounts.auth.user_agents import describe_user_agent, device_of
from accounts.models import BrowserSession, RefreshFamily, User
from accounts.revocation_hooks import announce_revocation

SEEN_INTERVAL_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class ActiveSignIn:
    """A browser session or a family of tokens. `api`: an API client. `here`: the session of this request."""

    id: UUID
    device: str
    address: str | None
    since: dt.datetime
    seen_at: dt.datetime
    api: bool
    here: bool


@receiver(user_logged_in)
def record_sign_in(sender: object, *, request: Any, user: Any, **kwargs: Any) -> None:
    if request.session.session_key is None:  # flushed before, as it was another user's
        request.session.create()
    record_session(request, user)


@receiver(user_logged_out)
def forget_sign_out(sender: object, *, request: Any, user: Any, **kwargs: Any) -> None:
    BrowserSession.objects.filter(session_key=request.session.session_key).delete()


def record_session(request: HttpRequest, user: User) -> None:
    """Store user, device and IP address of the session of `request`, and that it was seen now."""
    key, device = str(request.session.session_key), device_of(request)
    seen = {"user": user, "user_agent": device.user_agent, "address": device.address}
    BrowserSession.objects.update_or_create(session_key=key, defaults={**seen, "seen_at": timezone.now()})
    caches["local"].set(_seen_key(key), True, SEEN_INTERVAL_SECONDS)


def record_seen(request: HttpRequest, user: User) -> None:
    """Update a session at most once per SEEN_INTERVAL_SECONDS and process."""
    key = request.session.session_key
    if key and caches["local"].add(_seen_key(key), True, SEEN_INTERVAL_SECONDS):
        with suppress(OperationalError):  # not worth failing the page
            record_session(request, user)


def active_sign_ins(user: User, *, session_key: str | None) -> list[ActiveSignIn]:
    """Return the sign-ins that are still valid: the current one first, then by when they were last seen."""
    found = [*_browser_sessions(user, session_key), *_api_sign_ins(user)]
    return sorted(found, key=lambda each: (not each.here, -each.seen_at.timestamp()))


def end_sign_in(user: User, sign_in_id: UUID) -> bool:
    """End a sign-in and its sockets; False if `user` has none with this id."""
    browser = user.browser_sessions.filter(pk=sign_in_id).first()
    if browser is not None:
        Session.objects.filter(session_key=browser.session_key).delete()
        browser.delete()
        announce_revocation(user.pk, session_key=browser.session_key)
        return True
    return revoke_family(user, sign_in_id)


def _browser_sessions(user: User, session_key: str | None) -> Iterator[ActiveSignIn]:
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    for row in user.browser_sessions.filter(session_key__in=live):
        yield _active_sign_in(row, api=False, here=row.session_key == session_key)


def _api_sign_ins(user: User) -> Iterator[ActiveSignIn]:
    valid = user.refresh_families.filter(ended_at=None, tokens__expires_at__gt=timezone.now())
    for row in valid.distinct():
        yield _active_sign_in(row, api=True, here=False)


def _active_sign_in(row: BrowserSession | RefreshFamily, *, api: bool, here: bool) -> ActiveSignIn:
    return ActiveSignIn(
        id=row.pk,
        device=describe_user_agent(row.user_agent),
        address=row.address,
        since=row.created_at,
        seen_at=row.seen_at,
        api=api,
        here=here,
    )


def _seen_key(session_key: str) -> str:
    return f"seen:{session_key}"
