"""Forms to sign in and register, and fields shared by the forms of accounts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.auth.password_validators import MAX_LENGTH, AddressValidator, check_new_password
from accounts.models import DISPLAY_NAME_LENGTH
from core.names import clean_name, has_visible
from core.wire import Name

EMAIL_LENGTH = 254


def password_field(*, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """Return a password field. The upper bound is no `maxlength`: browsers cut a pasted password silently."""
    return forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        validators=[MaxLengthValidator(MAX_LENGTH)],
        help_text=help_text,
    )


class NameField(forms.CharField):
    """The name that others see, cleaned as every name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=DISPLAY_NAME_LENGTH, **options)

    def to_python(self, value: Any) -> str:
        text = str(value or "")[: 4 * DISPLAY_NAME_LENGTH]
        if "\x00" in text:
            return text  # a validator of Django's refuses it
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
