"""Announces that access was revoked, so that open sockets of that session, token or user are closed."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from core.registry import ListRegistry

log = logging.getLogger("kanban.accounts")

on_session_revoked: ListRegistry[Callable[..., None]] = ListRegistry(
    f"{__name__}.on_session_revoked",
    used="a session, a family of tokens or all access of a person has ended",
)
"""Called as `hook(user_id, session_key=…, family=…)`; with neither of the two, all access has ended."""


def announce_revocation(user_id: UUID, *, session_key: str | None = None, family: UUID | None = None) -> None:
    """Call the hooks once the revocation is committed.

    A failing hook is logged; its sockets are closed by the next periodic check of open sockets.
    """
    for hook in on_session_revoked:
        try:
            hook(user_id, session_key=session_key, family=family)
        except Exception:
            log.exception("a revocation was not passed on")


@receiver(user_logged_out)
def revoke_signed_out_session(sender: object, *, request: Any, user: Any, **kwargs: Any) -> None:
    """Delete the session before its sockets are closed, so that it cannot open another one in between.

    Django sends this signal before it deletes the session itself.
    """
    if user is not None:
        key = request.session.session_key
        request.session.delete(key)
        announce_revocation(user.pk, session_key=key)
