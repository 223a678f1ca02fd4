"""Forms to sign in and register, and fields shared by the forms of accounts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.auth.password_validators import MAX_LENGTH, AddressValidator, check_new_password
from accounts.models import DISPLAY_NAME_LENGTH
from core.names import clean_name, has_visible
from core.wire import MAX_REMOVED, Name

EMAIL_LENGTH = 254


def password_field(*, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """Return a password field. What is typed counts as it is, spaces included."""
    return forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete, "data-limit-of": "raw"}),
        help_text=help_text,
    )


class NameField(forms.CharField):
    """A name, cleaned and counted as `core.wire.Name` does it."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-limit-of": Name.counting}

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        # A validator of Django's refuses both: NUL, and what is much too long to be cleaned.
        if "\x00" in text or len(text) > MAX_REMOVED * (self.max_length or 0):
            return text
        name = clean_name(text)
        if text.strip() and not has_visible(name):
            raise ValidationError(Name.default_error_messages["invisible"])
        return name


class AddressField(forms.EmailField):
    default_validators = [AddressValidator()]  # instead of Django's own


class LoginForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = password_field(autocomplete="current-password")


class RegisterForm(forms.Form):
    display_name = NameField(
        max_length=DISPLAY_NAME_LENGTH,
        label=_("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True, "dir": "auto"}),
        help_text=_("The name others will see."),
    )
    email = AddressField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = password_field(autocomplete="new-password", help_text=_("At least 12 characters."))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "password" in data:
            names = {name: data.get(name, "") for name in ("email", "display_name")}
            try:
                check_new_password(data["password"], **names)
            except ValidationError as problem:
                self.add_error("password", problem)
        return data
