"""Admin actions on the access of other people; each is recorded in the person's history in the admin."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import action
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from accounts.admin_base import ListedLookupsAdmin
from accounts.deactivation import deactivate_account
from accounts.models import User
from core.client_ip import client_address

# Translated when the history is displayed, where it reads "Changed …."
DEACTIVATED = gettext_noop("active: no")
REACTIVATED = gettext_noop("active: yes")
SIGNED_OUT = gettext_noop("sign-ins: all ended")


def is_protected(request: HttpRequest, person: User) -> bool:
    """True for a superuser, unless the operator is one too."""
    return person.is_superuser and not request.user.is_superuser


class AccessActions(ListedLookupsAdmin):
    """Actions for every operator on everyone but themselves, superusers and deleted accounts."""

    actions = ("deactivate", "reactivate", "sign_out")

    @action(permissions=["view"], description=gettext_lazy("Deactivate the selected people"))
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        def deactivate(person: User) -> None:
            deactivate_as_operator(request, person)

        self._apply(request, queryset.filter(is_active=True), deactivate, DEACTIVATED)

    @action(permissions=["view"], description=gettext_lazy("Reactivate the selected people"))
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._apply(request, queryset.filter(is_active=False), _reactivate, REACTIVATED)

    @action(permissions=["view"], description=gettext_lazy("Sign the selected people out everywhere"))
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._apply(request, queryset, User.end_access, SIGNED_OUT)

    def _apply(
        self, request: HttpRequest, people: QuerySet[User], action: Callable[[User], None], note: str
    ) -> None:
        """Apply `action` to all of `people` or, where one of them is excluded, to none."""
        with transaction.atomic():
            chosen = list(people.order_by("pk").select_for_update(no_key=True))
            if any(problems := [_reason_against(request, person) for person in chosen]):
                messages.error(request, " ".join(filter(None, problems)))
                return
            for person in chosen:
                action(person)
                self.log_change(request, person, _change_message(note))
        done = ngettext("%(count)d person updated.", "%(count)d people updated.", len(chosen))
        messages.success(request, done % {"count": len(chosen)})


def deactivate_as_operator(request: HttpRequest, person: User) -> None:
    """Deactivate `person` in the name of the operator who sent the request."""
    assert isinstance(request.user, User)
    deactivate_account(person, operator=request.user, address=client_address(request) or None)


def _reactivate(person: User) -> None:
    person.is_active = True
    person.save(update_fields=["is_active"])


def _reason_against(request: HttpRequest, person: User) -> str:
    if person.pk == request.user.pk:
        return _("You can’t change your own access here. Use your profile.")
    if person.deleted_at is not None:
        return _("This account was deleted by its owner and can’t be reactivated.")
    return (
        _("You can’t change %(name)s: they are a superuser.") % {"name": person}
        if is_protected(request, person)
        else ""
    )


def _change_message(field: str) -> list[dict[str, Any]]:
    return [{"changed": {"fields": [field]}}]
