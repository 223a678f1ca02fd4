"""Forms of this app's pages. The commands validate; a form only labels its fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.pages.sign_in_forms import NameField
from projects.models import KEY_LENGTH, NAME_LENGTH
from projects.permissions import MEMBER_ROLES, MentionAll, Role, may_grant


class ProjectForm(forms.Form):
    name = NameField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "dir": "auto", "data-draft": "name"}
        ),
    )
    key = forms.CharField(
        label=_("Key"),
        max_length=KEY_LENGTH,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto", "data-draft": "key"}
        ),
        help_text=_(
            "Two to six letters or digits before card numbers, as in WEB-42. Leave it empty to derive it "
            "from the name."
        ),
    )

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]).upper()


class SettingsForm(ProjectForm):
    removes_location = forms.BooleanField(
        label=_("Remove the location from pictures"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "tick"}),
        help_text=_(
            "Photos tell where they were taken. New uploads lose that before anyone can open them; the "
            "picture itself stays as it is."
        ),
    )

    mention_all = forms.ChoiceField(
        label=_("Who can mention everyone"),
        choices=MentionAll.choices,
        required=False,
        help_text=_(
            "@all notifies every member, @here only those who have the project open. Beyond 200 people, "
            "neither notifies anyone."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "project-%s", **kwargs})
        for field, attribute in (("name", "autofocus"), ("name", "data-draft"), ("key", "data-draft")):
            self.fields[field].widget.attrs.pop(attribute)
        self.fields["key"].required = True
        self.fields["key"].help_text = _(
            "Two to six letters or digits before card numbers. All cards get the new key at once; old links "
            "keep working."
        )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), initial=Role.MEMBER)

    def __init__(self, *args: Any, own: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = assignable(own)  # type: ignore[attr-defined]


def assignable(own: Role) -> list[tuple[str, Any]]:
    """Return the roles that a member with the role `own` may grant."""
    return [(role.value, role.label) for role in MEMBER_ROLES if may_grant(own, role)]
