"""Deletes an account: first apps release what depends on it, then all personal data is erased."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils import timezone

from accounts.models import FORMER_HUE, RefreshToken, User
from core.registry import ListRegistry

Fate = Literal["kept", "deleted", "stuck"]


@dataclass(frozen=True, kw_only=True)
class DeletionEffect:
    """What deletion does to something the user belongs to.

    `stuck`: ownership has to be transferred, at `url`, before the account can be deleted.
    """

    name: str
    url: str
    fate: Fate


deletion_effects: ListRegistry[Callable[[User], list[DeletionEffect]]] = ListRegistry(
    f"{__name__}.deletion_effects",
    used="the page that deletes an account is shown: projects to keep, to delete or to hand over first",
)

on_account_deleted: ListRegistry[Callable[[User, str | None], None]] = ListRegistry(
    f"{__name__}.on_account_deleted",
    used="an account is deleted, in the same transaction",
)
"""Called with the user and the address of the request. OwnershipTransferRequired stops the deletion."""


def deletion_effects_of(user: User) -> list[DeletionEffect]:
    return [effect for find in deletion_effects for effect in find(user)]


def delete_account(user: User, *, address: str | None) -> None:
    """Delete the account of `user`; what they wrote stays.

    Raises OwnershipTransferRequired; then nothing is changed.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        for hook in on_account_deleted:
            hook(person, address)
        _erase_personal_data(person)
        person.end_access()
        RefreshToken.objects.filter(family__user=person).delete()
        person.refresh_families.all().delete()


def _erase_personal_data(person: User) -> None:
    """Erase the row's data and free its e-mail address. The row stays: the event log refers to it."""
    person.email = f"{person.pk}@deleted.invalid"
    person.display_name = "Former member"
    person.locale, person.formats, person.time_zone, person.theme = "", "", "", User.Theme.SYSTEM
    person.chosen_hue, person.last_login = FORMER_HUE, None
    person.is_active = person.is_staff = person.is_superuser = False
    person.deleted_at = timezone.now()
    person.groups.clear()
    person.user_permissions.clear()
    person.set_unusable_password()
    person.save()
