"""Input serializers of this app's commands, with the field names of the wire."""

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import Choice
from accounts.auth.password_validators import is_plain
from accounts.models import normalize_email
from core.names import has_visible
from core.wire import Flag, Id, Integer, Name, NewId, Text, WireSerializer
from projects.models import KEY_LENGTH, KEY_PATTERN, NAME_LENGTH
from projects.permissions import MEMBER_ROLES, MentionAll


class ProjectKey(Text):
    def __init__(self, **kwargs: Any) -> None:
        validator = RegexValidator(
            KEY_PATTERN, _("Use 2 to 6 characters, A–Z and 0–9, starting with a letter.")
        )
        super().__init__(max_length=KEY_LENGTH, validators=[validator], **kwargs)


class RoleField(Choice):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[role.value for role in MEMBER_ROLES], **kwargs)


class EmailAddress(serializers.EmailField):
    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str) or not is_plain(data):
            self.fail("invalid")
        return normalize_email(super().to_internal_value(data))


class Prose(Text):
    """A text of people. Line breaks stay; control and direction-changing characters are removed.

    Such characters could disguise a text. A text in which nothing is visible counts as empty.
    """

    counting = "prose"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(multiline=True, **kwargs)

    def to_internal_value(self, data: object) -> str:
        if isinstance(data, str):
            data = data.translate(STRIPPED_CHARACTERS).replace("\r\n", "\n").replace("\r", "\n")
        value = super().to_internal_value(data)
        if value and not has_visible(value):
            return "" if self.blank else self.fail("invisible")
        return value


CONTROLS = {*range(1, 9), 11, 12, *range(14, 32), *range(127, 160)}
DIRECTIONS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
STRIPPED_CHARACTERS = dict.fromkeys(CONTROLS | DIRECTIONS)


class EntityInput(WireSerializer):
    """Names an entity by `id`. `projectId` is optional, but must be the entity's project if it is given."""

    id = Id()
    project_id = Id(required=False)


class InProject(WireSerializer):
    project_id = Id()


class CreateProject(WireSerializer):
    id = NewId(required=False)
    name = Name(max_length=NAME_LENGTH)
    key = ProjectKey(required=False)


class ProjectInput(WireSerializer):
    """Names a project by `id`, as in its path, or by `projectId`."""

    id = Id(required=False)
    project_id = Id(required=False)

    def validate(self, values: dict[str, object]) -> dict[str, object]:
        named = {values.pop("id", None), values.pop("project_id", None)} - {None}
        if len(named) != 1:
            raise serializers.ValidationError({"id": [_("Specify one project.")]})
        return {**values, "project_id": named.pop()}


class UpdateProject(ProjectInput):
    name = Name(max_length=NAME_LENGTH, required=False)
    key = ProjectKey(required=False)
    removes_location = Flag(required=False)
    mention_all = Choice(choices=MentionAll.values, required=False)


class MemberInput(InProject):
    user_id = Id()


class UpdateMember(MemberInput):
    role = RoleField()


class CreateInvitation(InProject):
    email = EmailAddress(max_length=254, required=False, allow_null=True)
    role = RoleField()


class InvitationInput(EntityInput):
    pass


class AcceptInvitation(WireSerializer):
    token = Text(max_length=200)


class UndoEvent(InProject):
    seq = Integer(min_value=1)
