"""Forms on the pages of one's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.auth.password_validators import check_new_password
from accounts.formats import FORMATS
from accounts.models import DISPLAY_NAME_LENGTH, HUES, User
from accounts.pages.sign_in_forms import EMAIL_LENGTH, NameField, password_field
from accounts.timezones import zones_by_region

AS_BROWSER = "auto"
HUE_NAMES = {
    "blue": _("Blue"),
    "teal": _("Teal"),
    "green": _("Green"),
    "amber": _("Amber"),
    "orange": _("Orange"),
    "red": _("Red"),
    "pink": _("Pink"),
    "violet": _("Violet"),
}


class ProfileForm(forms.Form):
    display_name = NameField(
        max_length=DISPLAY_NAME_LENGTH,
        label=_("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=_("The name others will see."),
    )
    chosen_hue = forms.ChoiceField(
        label=_("Colour"), choices=[(hue, HUE_NAMES[hue]) for hue in HUES], widget=forms.RadioSelect
    )
    locale = forms.ChoiceField(label=_("Language"))
    theme = forms.ChoiceField(label=_("Theme"), choices=User.Theme.choices)
    formats = forms.ChoiceField(label=_("Dates and numbers"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Used in e-mails and on pages without JavaScript. Elsewhere, times follow your device."),
    )

    def __init__(self, data: Any = None, *, person: User) -> None:
        initial = {
            "display_name": person.display_name,
            "chosen_hue": person.hue,
            "locale": person.locale or AS_BROWSER,
            "theme": person.theme,
            "formats": person.formats or AS_BROWSER,
            "time_zone": person.time_zone or "UTC",
        }
        super().__init__(data, initial=initial)
        self._set_choices("locale", [(AS_BROWSER, _("Same as the browser")), *settings.LANGUAGES])
        self._set_choices("formats", [(AS_BROWSER, _("Same as the browser")), *FORMATS.items()])
        self._set_choices("time_zone", _zone_choices(person.time_zone))

    def _set_choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_locale(self) -> str:
        chosen: str = self.cleaned_data["locale"]
        return "" if chosen == AS_BROWSER else chosen

    def clean_formats(self) -> str:
        chosen: str = self.cleaned_data["formats"]
        return "" if chosen == AS_BROWSER else chosen


class NewPasswordForm(forms.Form):
    """A form for the new password of `person`."""

    password = password_field(autocomplete="new-password", help_text=_("At least 12 characters."))

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data)
        self.person = person
        self.fields["password"].label = _("New password")

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        check_new_password(password, email=self.person.email, display_name=self.person.display_name)
        return password


class ChangePasswordForm(NewPasswordForm):
    current = password_field(autocomplete="current-password")
    field_order = ("current", "password")

    def __init__(self, data: Any = None, *, person: User) -> None:
        super().__init__(data, person=person)
        self.fields["current"].label = _("Current password")


class PasswordForm(forms.Form):
    """Asks a signed-in person for their password once more."""

    password = password_field(autocomplete="current-password")


class ForgotForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


def _zone_choices(chosen: str) -> list[Any]:
    """Return zones by region, with the chosen one even if it is not among them."""
    groups = zones_by_region()
    listed = {name for _region, places in groups for name, _place in places}
    own = [(chosen, chosen)] if chosen not in {"", "UTC"} | listed else []
    return [("UTC", "UTC"), *own, *groups]
