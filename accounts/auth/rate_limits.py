"""Rate limits per account and IP address: counted in Redis, or in this process while Redis is unavailable."""

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
from core.backpressure import Busy
from core.client_ip import client_address, neighbourhood_of, network_of

Limit = tuple[str, str]
"""A name in settings.RATE_LIMITS, and the account or IP address that is limited."""

FALLBACK_SECONDS = 5


class RateLimitCache(BaseCache):
    """The `default` cache; for FALLBACK_SECONDS after a failure of Redis, the `local` one of this process.

    While Redis is unavailable, limits count per process: there is always a limit, never an error, and
    no attempt waits for Redis.
    """

    fallback_until = 0.0
    last = threading.local()
    """`last.key`: the key this thread used last. django-ratelimit does not return the key it counts."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = None, version: int | None = None) -> bool:
        return self._call(key, lambda cache: cache.add(key, value, timeout))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._call(key, lambda cache: cache.incr(key, delta))

    def decr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._call(key, lambda cache: cache.decr(key, delta))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._call(key, lambda cache: cache.get(key, default))

    def _call(self, key: str, operation: Callable[[BaseCache], Any]) -> Any:
        RateLimitCache.last.key = key
        if time.monotonic() >= RateLimitCache.fallback_until:
            try:
                return operation(caches["default"])
            except (RedisError, OSError):
                RateLimitCache.fallback_until = time.monotonic() + FALLBACK_SECONDS
        return operation(caches["local"])


@contextmanager
def limit_failures(request: HttpRequest, *, email: str, browser: str = "") -> Iterator[None]:
    """Limit failed sign-ins in the `with` block. Past the limit even a right password raises TooManyAttempts.

    `browser` is the id of one that has signed in to this account before: its attempts are counted by
    themselves, so that nobody else can use them up. Other attempts are counted per address, per account and
    network, and, with a generous limit against guesses from many networks, per account.

    An attempt is counted before the password is checked, so that parallel guesses cannot outrun the counter,
    and subtracted again unless the password was wrong.
    """
    account = normalize_email(email)
    if browser:
        keys = [count_attempt(("login_account", f"{account} {browser}"))]
    else:
        keys = [count_attempt(("login_address", _address(request)))]
        network = neighbourhood_of(client_address(request)) or "unknown"
        keys.append(count_attempt(("login_account", f"{account} {network}")))
        keys.append(count_attempt(("login_account_total", account)))
    try:
        yield
    except AuthenticationFailed:
        raise
    except BaseException:
        uncount(keys)
        raise
    uncount(keys)


@contextmanager
def limit_registrations(request: HttpRequest) -> Iterator[None]:
    """Limit registrations in the `with` block. Raises TooManyAttempts.

    Every attempt counts, because its response reveals whether an address is registered; only one that had no
    answer yet, as the server was busy, is subtracted again.
    """
    key = count_attempt(("register_address", _address(request)))
    try:
        yield
    except Busy:
        uncount([key])
        raise


def limit_password_resets(request: HttpRequest, *, email: str) -> None:
    """Raise TooManyAttempts. Every request counts, whether or not an account has the address."""
    count_attempt(("reset_address", _address(request)))
    count_attempt(("reset_account", normalize_email(email)))


def count_attempt(limit: Limit) -> str:
    """Count one attempt and return the key of its counter. Raises TooManyAttempts."""
    name, who = limit
    rate = settings.RATE_LIMITS[name]
    usage = get_usage(None, group=name, key=lambda group, request: who, rate=rate, increment=True)
    if usage is None or usage["should_limit"]:
        raise TooManyAttempts(wait=usage["time_left"] if usage else 1)
    return str(RateLimitCache.last.key)


def uncount(keys: list[str]) -> None:
    """Subtract the attempts of these counters again."""
    for key in keys:
        with suppress(ValueError):  # the window has ended since
            caches[settings.RATELIMIT_USE_CACHE].decr(key)


def _address(request: HttpRequest) -> str:
    return network_of(client_address(request)) or "unknown"
