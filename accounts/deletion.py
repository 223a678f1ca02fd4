"""Deleting one's own account: what hangs on it is let go first, then all that is personal is wiped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils import timezone

from accounts.models import FORMER_HUE, RefreshToken, User

Fate = Literal["kept", "deleted", "stuck"]


@dataclass(frozen=True, kw_only=True)
class Tie:
    """Something that the person is in. `stuck`: to be handed over, at `url`, before the account can go."""

    name: str
    url: str
    fate: Fate


TIES: list[Callable[[User], list[Tie]]] = []
"""What apps above know a person to be in."""

PARTINGS: list[Callable[[User, str | None], None]] = []
"""Called as `part(user, address)` in the transaction that deletes the account; HandOverFirst stops it all."""


def ties_of(user: User) -> list[Tie]:
    return [tie for find in TIES for tie in find(user)]


def delete_account(user: User, *, address: str | None) -> None:
    """What the person wrote stays. Raises HandOverFirst; then nothing is changed."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        for part in PARTINGS:
            part(person, address)
        _wipe(person)
        person.end_access()
        RefreshToken.objects.filter(family__user=person).delete()
        person.refresh_families.all().delete()


def _wipe(person: User) -> None:
    """The address is free again; the row stays, for the log names it."""
    person.email = f"{person.pk}@deleted.invalid"
    person.display_name = "Former member"
    person.locale, person.time_zone, person.theme = "", "", User.Theme.SYSTEM
    person.chosen_hue, person.last_login = FORMER_HUE, None
    person.is_active = person.is_staff = person.is_superuser = False
    person.deleted_at = timezone.now()
    person.groups.clear()
    person.user_permissions.clear()
    person.set_unusable_password()
    person.save()
