"""What operators do to the access of other people; each deed is in the person's history in the admin."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin, action
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from accounts.models import User

# Translated whenever the history is read, which says "Changed …."
DEACTIVATED = gettext_noop("active: no")
REACTIVATED = gettext_noop("active: yes")
SIGNED_OUT = gettext_noop("sign-ins: all ended")


def is_above(request: HttpRequest, person: User) -> bool:
    return person.is_superuser and not request.user.is_superuser


class AccessActions(ModelAdmin):
    """For everyone on the staff, over everyone but themselves, superusers and those who have left."""

    actions = ("deactivate", "reactivate", "sign_out")

    @action(permissions=["view"], description=gettext_lazy("Deactivate the selected people"))
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset.filter(is_active=True), _deactivate, DEACTIVATED)

    @action(permissions=["view"], description=gettext_lazy("Reactivate the selected people"))
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset.filter(is_active=False), _reactivate, REACTIVATED)

    @action(permissions=["view"], description=gettext_lazy("End all sign-ins of the selected people"))
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, User.end_access, SIGNED_OUT)

    def _each(
        self, request: HttpRequest, people: QuerySet[User], do: Callable[[User], None], note: str
    ) -> None:
        """All or none."""
        with transaction.atomic():
            chosen = list(people.order_by("pk").select_for_update())
            if any(problems := [_problem(request, person) for person in chosen]):
                messages.error(request, " ".join(filter(None, problems)))
                return
            for person in chosen:
                do(person)
                self.log_change(request, person, _changed(note))
        done = ngettext("%(count)d person: done.", "%(count)d people: done.", len(chosen))
        messages.success(request, done % {"count": len(chosen)})


def _deactivate(person: User) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.end_access()


def _reactivate(person: User) -> None:
    person.is_active = True
    person.save(update_fields=["is_active"])


def _problem(request: HttpRequest, person: User) -> str:
    if person.pk == request.user.pk:
        return _("Your own access is in your profile.")
    if person.deleted_at is not None:
        return _("Who has deleted the account is not brought back.")
    return _("%(name)s is above you.") % {"name": person} if is_above(request, person) else ""


def _changed(field: str) -> list[dict[str, Any]]:
    return [{"changed": {"fields": [field]}}]
