"""What people change about themselves."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import User

RENAME_FOLLOWERS: list[Callable[[User], None]] = []
"""Called in the transaction of a changed name, so that it and what follows from it are stored together."""


def change_profile(user: User, **changes: str) -> User:
    """The person as they are now. `changes` are display_name, locale and theme, checked."""
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        renamed = changes.get("display_name", person.display_name) != person.display_name
        for name, value in changes.items():
            setattr(person, name, value)
        person.save(update_fields=list(changes))
        if renamed:
            follow_rename(person)
    return person


def follow_rename(person: User) -> None:
    """In the transaction that stores the new name."""
    for follow in RENAME_FOLLOWERS:
        follow(person)
