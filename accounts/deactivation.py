"""Deactivates an account: its access ends at once, and so does what it made by its rights."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from core.registry import ListRegistry

on_account_deactivated: ListRegistry[Callable[[User, User, str | None], None]] = ListRegistry(
    f"{__name__}.on_account_deactivated",
    used="an operator deactivates an account, in the same transaction",
)
"""Called with the user, the operator, and the address of the operator's request."""


def deactivate_account(user: User, *, operator: User, address: str | None) -> None:
    """Deactivate `user`. Everything stays for a reactivation, but what was revoked has to be made anew."""
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        for hook in on_account_deactivated:
            hook(user, operator, address)
        user.end_access()
