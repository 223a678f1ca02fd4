"""The bell of every page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from notifications.queries import unread


def bell(request: HttpRequest) -> dict[str, Callable[[], Any]]:
    """Context processor. Counted only where a page has a bell."""
    return {"unread_notifications": lambda: unread(request.user.pk) if request.user.is_authenticated else 0}
