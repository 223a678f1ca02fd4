"""When someone's access ends, whoever keeps sockets open for that person is told here."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

log = logging.getLogger("kanban.accounts")

ENDINGS: list[Callable[..., None]] = []
"""Called as `hook(user_id, session_key=…, family=…)`; with neither of the two, all of it ends."""


def announce(user_id: UUID, *, session_key: str | None = None, family: UUID | None = None) -> None:
    """To be called once the end is stored. A hook that fails is logged; the sweep of sockets mends it."""
    for hook in ENDINGS:
        try:
            hook(user_id, session_key=session_key, family=family)
        except Exception:
            log.exception("an ending was not passed on")


@receiver(user_logged_out)
def end_session(sender: object, *, request: Any, user: Any, **kwargs: Any) -> None:
    """Django tells before it drops the session; dropped first, it cannot open another socket meanwhile."""
    if user is not None:
        key = request.session.session_key
        request.session.delete(key)
        announce(user.pk, session_key=key)
