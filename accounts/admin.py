"""Users in Django's admin. Passwords are never shown, and operators cannot raise their own privileges."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.admin_actions import AccessActions, deactivate_as_operator, is_protected
from accounts.auth.password_validators import AddressValidator, check_new_password
from accounts.auth.sessions import active_sign_ins
from accounts.auth.sign_in import sign_out_elsewhere
from accounts.models import DISPLAY_NAME_LENGTH, User, normalize_email
from accounts.pages.sign_in_forms import NameField, password_field
from accounts.profile import run_rename_hooks
from accounts.security_notices import mail_address_changed

PRIVILEGES = ("is_staff", "is_superuser")
ENDING_ACCESS = {"email", "is_active", *PRIVILEGES}
"""Fields whose change ends all sign-ins of the person: a session of another rank has another length."""


def checked_address(email: str) -> str:
    """Return the address as it is stored. Raises ValidationError for those that registration refuses."""
    AddressValidator()(email)
    return normalize_email(email)


class PersonForm(forms.ModelForm):
    display_name = NameField(label=_("name"), max_length=DISPLAY_NAME_LENGTH)

    class Meta:
        model = User
        fields = ("email", "display_name", "locale", "theme", "is_active", *PRIVILEGES)

    def clean_email(self) -> str:
        return checked_address(self.cleaned_data["email"])


class NewPersonForm(forms.ModelForm):
    display_name = NameField(label=_("name"), max_length=DISPLAY_NAME_LENGTH)
    password = password_field(autocomplete="new-password", help_text=_("At least 12 characters."))

    class Meta:
        model = User
        fields = ("email", "display_name")

    def clean_email(self) -> str:
        return checked_address(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "password" in data:
            try:
                check_new_password(data["password"], email=data.get("email", ""))
            except ValidationError as problem:
                self.add_error("password", problem)
        return data

    def save(self, commit: bool = True) -> User:
        self.instance.set_password(self.cleaned_data["password"])
        return super().save(commit)


@admin.register(User)
class UserAdmin(AccessActions):
    """Every operator can search and view people; editing them takes Django's permission to change users."""

    form = PersonForm
    list_display = ("email", "display_name", "is_active", "is_staff", "created_at", "last_login")
    list_filter = ("is_active", "is_staff")
    lookups = ("is_active__exact", "is_staff__exact")
    search_fields = ("email", "display_name", "=id")
    ordering = ("email",)
    fields = (
        "id",
        "email",
        "display_name",
        "locale",
        "theme",
        "is_active",
        *PRIVILEGES,
        "created_at",
        "last_login",
        "sign_ins",
    )
    readonly_fields = ("id", "created_at", "last_login", "sign_ins")

    @admin.display(description=_("signed in"))
    def sign_ins(self, person: User) -> SafeString:
        """List each active sign-in: device, IP address, and when it was last seen."""
        lines = (
            (each.device, each.address or "", localize(localtime(each.seen_at)))
            for each in active_sign_ins(person, session_key=None)
        )
        return format_html_join("", "<div>{} · {} · {}</div>", lines)

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(
            request, obj, change, **({"form": NewPersonForm, **kwargs} if obj is None else kwargs)
        )

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ("email", "display_name", "password") if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, *PRIVILEGES)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return admin.site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return admin.site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        protected = obj is not None and is_protected(request, obj)
        deleted = obj is not None and obj.deleted_at is not None
        return super().has_change_permission(request, obj) and not protected and not deleted

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """False: the event log refers to its actors, so people are deactivated instead."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save the person. Hooks of a new name run while the person is still active."""
        deactivated = change and "is_active" in form.changed_data and not obj.is_active
        obj.is_active = obj.is_active or deactivated
        super().save_model(request, obj, form, change)
        if change and "display_name" in form.changed_data:
            run_rename_hooks(obj)
        if change and "email" in form.changed_data:
            mail_address_changed(obj, old=form.initial["email"])
        if deactivated:
            deactivate_as_operator(request, obj)
        elif change and ENDING_ACCESS.intersection(form.changed_data):
            _end_access(request, obj)


def _end_access(request: HttpRequest, person: User) -> None:
    """End the sign-ins of `person`; those of the operator themselves except this one."""
    if person.pk == request.user.pk and person.is_active:
        sign_out_elsewhere(request, person)
    else:
        person.end_access()
