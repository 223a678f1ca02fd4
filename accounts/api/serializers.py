"""Serializers of requests and responses of /auth/* and /me."""

from typing import Any, TypedDict, cast

from django.conf import settings
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.auth.password_validators import MAX_LENGTH as PASSWORD_LENGTH
from accounts.auth.password_validators import AddressValidator, check_new_password
from accounts.auth.tokens import TokenPair
from accounts.formats import FORMATS
from accounts.models import DISPLAY_NAME_LENGTH, HUES, User
from accounts.timezones import check_zone
from core.wire import Id, Instant, Name, Text, WireSerializer, instant

EMAIL_LENGTH = 254
TOKEN_LENGTH = 2048


class Choice(serializers.ChoiceField):
    """One of fixed values. The error does not repeat what was sent instead."""

    default_error_messages = {"invalid_choice": _("This is not a valid choice.")}


class LocaleField(Choice):
    """A language of the interface; null: the language of the browser."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=settings.LANGUAGES, allow_null=True, **kwargs)

    def to_representation(self, value: str) -> Any:
        return value or None


class FormatsField(Choice):
    """How dates and numbers are written; null: as the browser does."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=list(FORMATS), allow_null=True, **kwargs)

    def to_representation(self, value: str) -> Any:
        return value or None


class HueField(Choice):
    """The colour of the avatar; null in a request: the colour derived from the user's id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=HUES, **kwargs)


class ZoneField(Text):
    """An IANA time zone; null: none is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=64, allow_null=True, validators=[check_zone], **kwargs)

    def to_representation(self, value: str) -> Any:
        return value or None


class CreatedAt(Instant):
    def to_representation(self, value: Any) -> Any:
        return instant(value)


class PersonSerializer(WireSerializer):
    """The signed-in user, with fields that others do not see."""

    id = Id()
    email = Text(max_length=EMAIL_LENGTH)
    display_name = Name(max_length=DISPLAY_NAME_LENGTH)
    locale = LocaleField()
    theme = Choice(choices=User.Theme.choices)
    hue = HueField()
    formats = FormatsField()
    time_zone = ZoneField()
    created_at = CreatedAt()


class PersonWire(TypedDict):
    id: str
    email: str
    displayName: str
    locale: str | None
    theme: str
    hue: str
    formats: str | None
    timeZone: str | None
    createdAt: str


def person_wire(user: User) -> PersonWire:
    return cast(PersonWire, PersonSerializer(user).data)  # DRF's types know no keys


class ProfileInput(WireSerializer):
    display_name = Name(max_length=DISPLAY_NAME_LENGTH, required=False)
    locale = LocaleField(required=False)
    theme = Choice(choices=User.Theme.choices, required=False)
    hue = HueField(required=False, allow_null=True, source="chosen_hue")
    formats = FormatsField(required=False)
    time_zone = ZoneField(required=False)


class LoginInput(WireSerializer):
    email = Text(max_length=EMAIL_LENGTH)
    password = Text(max_length=PASSWORD_LENGTH, trim=False, multiline=True)


class RegisterInput(WireSerializer):
    email = Text(max_length=EMAIL_LENGTH, validators=[AddressValidator()])
    password = Text(max_length=PASSWORD_LENGTH, trim=False, multiline=True)
    display_name = Name(max_length=DISPLAY_NAME_LENGTH)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            check_new_password(attrs["password"], email=attrs["email"], display_name=attrs["display_name"])
        except DjangoValidationError as problem:
            raise serializers.ValidationError({"password": problem.messages}) from problem
        return attrs


class RefreshInput(WireSerializer):
    refresh = Text(max_length=TOKEN_LENGTH)


class PairSerializer(WireSerializer):
    access = Text(max_length=TOKEN_LENGTH)
    refresh = Text(max_length=TOKEN_LENGTH)


class SignedInWire(TokenPair):
    user: PersonWire


class SignedInSerializer(PairSerializer):
    user = PersonSerializer()
