"""Changes that people make to their own profile."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from core.registry import ListRegistry

on_user_renamed: ListRegistry[Callable[[User], None]] = ListRegistry(
    f"{__name__}.on_user_renamed",
    used="a person's name changes, in the same transaction",
)


def change_profile(user: User, **changes: str) -> User:
    """Store `changes`, which are validated values of profile fields, and return the changed user."""
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        renamed = changes.get("display_name", person.display_name) != person.display_name
        for name, value in changes.items():
            setattr(person, name, value)
        person.save(update_fields=list(changes))
        if renamed:
            run_rename_hooks(person)
    return person


def run_rename_hooks(person: User) -> None:
    """Run the hooks of a changed name. Call it in the transaction that stores the name."""
    for hook in on_user_renamed:
        hook(person)
