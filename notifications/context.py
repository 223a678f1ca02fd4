"""Template context of the bell, which most pages have."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from notifications.queries import count_unread


def bell(request: HttpRequest) -> dict[str, Callable[[], Any]]:
    """Context processor. The count is lazy: pages without a bell make no query."""
    return {
        "unread_notifications": lambda: count_unread(request.user.pk) if request.user.is_authenticated else 0
    }
