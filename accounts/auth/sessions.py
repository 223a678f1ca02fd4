"""Where a person is signed in: kept up to date, listed, ended one by one."""

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

from accounts.auth.tokens import end_family
from accounts.auth.user_agents import device_of, in_words
from accounts.models import BrowserSession, RefreshFamily, User
from accounts.revocation import announce

SEEN_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Place:
    """`api`: a program with tokens, and no browser. `here`: the browser that asks."""

    id: UUID
    device: str
    address: str | None
    since: dt.datetime
    seen_at: dt.datetime
    api: bool
    here: bool


@receiver(user_logged_in)
def note_sign_in(sender: object, *, request: Any, user: Any, **kwargs: Any) -> None:
    if request.session.session_key is None:  # another person's session was emptied before
        request.session.create()
    note(request, user)


@receiver(user_logged_out)
def note_sign_out(sender: object, *, request: Any, user: Any, **kwargs: Any) -> None:
    BrowserSession.objects.filter(session_key=request.session.session_key).delete()


def note(request: HttpRequest, user: User) -> None:
    """That this session is `user`'s, from where, and that it was seen now."""
    key, device = str(request.session.session_key), device_of(request)
    seen = {"user": user, "user_agent": device.user_agent, "address": device.address}
    BrowserSession.objects.update_or_create(session_key=key, defaults={**seen, "seen_at": timezone.now()})
    caches["local"].set(_seen_key(key), True, SEEN_SECONDS)


def note_seen(request: HttpRequest, user: User) -> None:
    """Writes once in SEEN_SECONDS for each process."""
    key = request.session.session_key
    if key and caches["local"].add(_seen_key(key), True, SEEN_SECONDS):
        with suppress(OperationalError):  # a page is not refused for this
            note(request, user)


def places_of(user: User, *, session_key: str | None) -> list[Place]:
    """Those that are still good; this one first, then the latest seen."""
    places = [*_browsers(user, session_key), *_programs(user)]
    return sorted(places, key=lambda place: (not place.here, -place.seen_at.timestamp()))


def end_place(user: User, place_id: UUID) -> bool:
    """Signs out there, sockets included; False where `user` has no such place."""
    browser = user.browser_sessions.filter(pk=place_id).first()
    if browser is not None:
        Session.objects.filter(session_key=browser.session_key).delete()
        browser.delete()
        announce(user.pk, session_key=browser.session_key)
        return True
    return end_family(user, place_id)


def _browsers(user: User, session_key: str | None) -> Iterator[Place]:
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    for row in user.browser_sessions.filter(session_key__in=live):
        yield _place(row, api=False, here=row.session_key == session_key)


def _programs(user: User) -> Iterator[Place]:
    good = user.refresh_families.filter(ended_at=None, tokens__expires_at__gt=timezone.now())
    for row in good.distinct():
        yield _place(row, api=True, here=False)


def _place(row: BrowserSession | RefreshFamily, *, api: bool, here: bool) -> Place:
    return Place(
        id=row.pk,
        device=in_words(row.user_agent),
        address=row.address,
        since=row.created_at,
        seen_at=row.seen_at,
        api=api,
        here=here,
    )


def _seen_key(session_key: str) -> str:
    return f"seen:{session_key}"
