"""The rate of one person's requests, pages and API together, in this process."""

from uuid import UUID

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.models import User
from core.token_bucket import TokenBuckets

BUCKETS = TokenBuckets()


def seconds_to_wait(user_id: UUID) -> int | None:
    """Count a request of the user. Return None, or the seconds to wait if there were too many."""
    return BUCKETS.take(user_id, rate=settings.REQUESTS_PER_SECOND, burst=settings.REQUEST_BURST)


class BearerThrottle(BaseThrottle):
    """Limits requests that carry a token; kanban.middleware.RequestRate limits those with a session."""

    _wait: int | None = None

    def allow_request(self, request: Request, view: object) -> bool:
        if request.auth is not None and isinstance(request.user, User):
            self._wait = seconds_to_wait(request.user.pk)
        return self._wait is None

    def wait(self) -> float | None:
        return self._wait
