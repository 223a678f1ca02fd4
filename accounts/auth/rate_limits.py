"""How often someone may knock: counted by django-ratelimit in Redis, or here while Redis is away."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest
from django_ratelimit.core import get_usage
from redis.exceptions import RedisError
from rest_framework.exceptions import AuthenticationFailed

from accounts.errors import TooManyAttempts
from accounts.models import normalize_email
from core.client_ip import client_address, network_of

Door = tuple[str, str]
"""A name in settings.DOOR_LIMITS, and who knocks: an account, or an address."""

LOCAL_SECONDS = 5


class DoorCache(BaseCache):
    """The `default` cache; for LOCAL_SECONDS after Redis failed, the `local` one of this process.

    Redis away thus means a limit per process: never none, never an error, no waiting for Redis at each knock.
    """

    local_until = 0.0
    last = threading.local()
    """`last.key`: what this thread asked for last; django-ratelimit does not say which key it counts."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = None, version: int | None = None) -> bool:
        return self._ask(key, lambda cache: cache.add(key, value, timeout))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._ask(key, lambda cache: cache.incr(key, delta))

    def decr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._ask(key, lambda cache: cache.decr(key, delta))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(key, lambda cache: cache.get(key, default))

    def _ask(self, key: str, question: Callable[[BaseCache], Any]) -> Any:
        DoorCache.last.key = key
        if time.monotonic() >= DoorCache.local_until:
            try:
                return question(caches["default"])
            except (RedisError, OSError):
                DoorCache.local_until = time.monotonic() + LOCAL_SECONDS
        return question(caches["local"])


@contextmanager
def failures_only(request: HttpRequest, *, email: str) -> Iterator[None]:
    """Around a sign-in. Raises TooManyAttempts, right password or not.

    It is counted before the password is looked at, so that parallel guesses cannot outrun the count, and
    given back unless the password was wrong.
    """
    keys = [count(("login_address", _address(request)))]
    keys.append(count(("login_account", normalize_email(email))))
    try:
        yield
    except AuthenticationFailed:
        raise
    except BaseException:
        _give_back(keys)
        raise
    _give_back(keys)


def count_registration(request: HttpRequest) -> None:
    """Raises TooManyAttempts. Counts whatever comes of it: the answer tells who is registered."""
    count(("register_address", _address(request)))


def count_reset(request: HttpRequest, *, email: str) -> None:
    """Raises TooManyAttempts. Counts whether or not anybody has the address."""
    count(("reset_address", _address(request)))
    count(("reset_account", normalize_email(email)))


def count(door: Door) -> str:
    """The key of what was counted. Raises TooManyAttempts."""
    name, who = door
    rate = settings.DOOR_LIMITS[name]
    usage = get_usage(None, group=name, key=lambda group, request: who, rate=rate, increment=True)
    if usage is None or usage["should_limit"]:
        raise TooManyAttempts(wait=usage["time_left"] if usage else 1)
    return str(DoorCache.last.key)


def _give_back(keys: list[str]) -> None:
    for key in keys:
        with suppress(ValueError):  # the window has ended meanwhile
            caches[settings.RATELIMIT_USE_CACHE].decr(key)


def _address(request: HttpRequest) -> str:
    return network_of(client_address(request)) or "unknown"
