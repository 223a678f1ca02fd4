"""Converts between snake_case in Python and camelCase on the wire, and validates input strictly."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypedDict, Unpack, overload
from uuid import UUID

import orjson
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from core.ids import parse_uuid, parse_uuid7
from core.instants import in_bounds
from core.names import clean_name, has_visible

SURROGATE = re.compile("[\ud800-\udfff]")
LINE_BREAKS = re.compile("[\r\n\u2028\u2029]")
MAX_INTEGER = 2**53 - 1
MAX_REMOVED = 4
"""A name may be sent with so many times its characters, before invisible ones are removed."""

JsonObject = Mapping[str, Any]  # type: ignore[explicit-any]  # the keys depend on data
"""A JSON object whose keys depend on data: a payload of the log, an answer, a message of another process.

Every entity that is serialized has a `TypedDict`, in the module that serializes it.
"""


class FieldOptions(TypedDict, total=False):
    """The options of a serializer's field that the fields below pass on."""

    allow_null: bool
    required: bool
    source: str


class TextOptions(FieldOptions, total=False):
    validators: Sequence[Callable[[str], None]]


class SerializerOptions(FieldOptions, total=False):
    """The options of a serializer, which can be a field of another one."""

    context: Mapping[str, object]
    many: bool
    partial: bool
    allow_empty: bool
    max_length: int


@lru_cache(maxsize=1024)
def camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.title() for word in tail)


@overload
def camelize(value: Mapping[str, object]) -> dict[str, object]: ...
@overload
def camelize(value: object) -> object: ...
def camelize(value: object) -> object:
    """Return `value` with the keys of its mappings in camelCase, and with ids and times as text."""
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, Mapping):
        return {camel(key): camelize(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [camelize(item) for item in value]
    if isinstance(value, UUID):
        return str(value)
    return instant(value) if isinstance(value, dt.datetime) else value


@overload
def instant(moment: dt.datetime) -> str: ...
@overload
def instant(moment: dt.datetime | None) -> str | None: ...
def instant(moment: dt.datetime | None) -> str | None:
    """Return RFC 3339 text in UTC with milliseconds: 2026-11-23T09:30:00.000Z."""
    if moment is None:
        return None
    # A board has thousands of times. They come from the database in UTC; `strftime` takes four times as long.
    moment = moment if moment.tzinfo is dt.UTC else moment.astimezone(dt.UTC)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def parse(data: str | bytes) -> object:
    """Parse JSON from outside. Raise ValueError for anything else, JSON that is nested too deeply included.

    The second parser lets a lone surrogate through, so that the error can name the field that contains it.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(data, parse_constant=_refuse_constant)
    except (RecursionError, UnicodeDecodeError) as error:
        raise ValueError("not JSON") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class Text(serializers.Field):
    """Text (not a number) of at most `max_length` characters, trimmed, without NUL and lone surrogates."""

    counting = "text"  # how characters are cleaned before they are counted: static/js/texts/text_length.js
    default_error_messages = {
        "type": _("This must be text."),
        "blank": _("This can’t be empty."),
        "long": _("At most {limit} characters; this has {length}."),
        "nul": _("This contains a character that can’t be stored."),
        "invisible": _("This needs at least one visible character."),
    }

    def __init__(
        self,
        *,
        max_length: int,
        blank: bool = False,
        multiline: bool = False,
        trim: bool = True,
        **options: Unpack[TextOptions],
    ) -> None:
        super().__init__(**options)
        self.max_length, self.blank, self.multiline, self.trim = max_length, blank, multiline, trim

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("type")
        if "\x00" in data or SURROGATE.search(data):
            self.fail("nul")
        value = data.strip() if self.trim else data
        value = value if self.multiline else LINE_BREAKS.sub(" ", value)
        if not value and not self.blank:
            self.fail("blank")
        if len(value) > self.max_length:
            self.fail("long", limit=self.max_length, length=len(value))
        return value

    def to_representation(self, value: str) -> str:
        return value


class Name(Text):
    """A name or a title: one line as core/names.py cleans it, in which something is visible."""

    counting = "name"

    def to_internal_value(self, data: object) -> str:
        # Cleaning takes time per character, so what is much too long is refused first.
        if isinstance(data, str) and len(data) > MAX_REMOVED * self.max_length:
            self.fail("long", limit=self.max_length, length=len(data))
        if isinstance(data, str) and "\x00" not in data and not SURROGATE.search(data):
            given = data.strip()
            data = clean_name(data)
            if given and not has_visible(data):
                self.fail("invisible")
        return super().to_internal_value(data)


class Integer(serializers.Field):
    """A JSON integer (no text, no boolean, no fraction) between `min_value` and `max_value`."""

    default_error_messages = {
        "type": _("This must be a whole number."),
        "range": _("This must be between {low} and {high}."),
    }

    def __init__(
        self, *, min_value: int = 0, max_value: int = MAX_INTEGER, **options: Unpack[FieldOptions]
    ) -> None:
        super().__init__(**options)
        self.min_value, self.max_value = min_value, max_value

    def to_internal_value(self, data: object) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("type")
        if not self.min_value <= data <= self.max_value:
            self.fail("range", low=self.min_value, high=self.max_value)
        return data

    def to_representation(self, value: int) -> int:
        return value


class Flag(serializers.Field):
    """A JSON boolean."""

    default_error_messages = {"type": _("This must be true or false.")}

    def to_internal_value(self, data: object) -> bool:
        if not isinstance(data, bool):
            self.fail("type")
        return data

    def to_representation(self, value: bool) -> bool:
        return value


class Id(serializers.Field):
    """The id of an existing entity."""

    default_error_messages = {"type": _("This must be an id.")}

    def to_internal_value(self, data: object) -> UUID:
        try:
            return parse_uuid(data)
        except ValueError:
            self.fail("type")

    def to_representation(self, value: UUID) -> str:
        return str(value)


class NewId(Id):
    """An id made by the client: a UUIDv7."""

    default_error_messages = {"type": _("This must be a UUIDv7.")}

    def to_internal_value(self, data: object) -> UUID:
        try:
            return parse_uuid7(data)
        except ValueError:
            self.fail("type")


class Ids(serializers.ListField):
    """Distinct ids in the order given, at most `max_length` of them."""

    child = Id()

    def __init__(self, *, max_length: int = 100, **options: Unpack[FieldOptions]) -> None:
        super().__init__(max_length=max_length, **options)

    def to_internal_value(self, data: object) -> list[UUID]:
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        return list(dict.fromkeys(super().to_internal_value(data)))


class Instant(serializers.DateTimeField):
    """RFC 3339 text of the years 1970 to 2200, UTC without an offset; truncated to milliseconds."""

    default_error_messages = {"range": _("Enter a date between 1970 and 2200.")}

    def __init__(self, **options: Unpack[FieldOptions]) -> None:
        super().__init__(default_timezone=dt.UTC, **options)

    def to_internal_value(self, value: object) -> dt.datetime:
        if not isinstance(value, str) or len(value) > 40 or SURROGATE.search(value) or "\x00" in value:
            self.fail("invalid", format="RFC 3339")
        try:
            moment = super().to_internal_value(value).astimezone(dt.UTC)
        except OverflowError:
            self.fail("range")
        if not in_bounds(moment):
            self.fail("range")
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class WireSerializer(serializers.Serializer):
    """Reads a camelCase object into snake_case names. Unknown keys are errors."""

    default_error_messages = {"invalid": _("This must be an object."), "unknown": _("Unknown field.")}

    def __init__(
        self, instance: object = None, data: object = empty, **options: Unpack[SerializerOptions]
    ) -> None:
        # DRF itself takes `max_length` away, for a list of serializers.
        super().__init__(instance, data, **options)  # type: ignore[misc]

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the declared fields by their camelCase names; the source of each is its Python name."""
        fields = super().get_fields()
        for name, field in fields.items():
            if camel(name) != name and field.source is None:
                field.source = name
        return {camel(name): field for name, field in fields.items()}

    def to_internal_value(self, data: object) -> dict[str, object]:
        if isinstance(data, Mapping):
            unknown = [key for key in data if key not in self.fields]
            if unknown:
                message = self.error_messages["unknown"]
                raise serializers.ValidationError(
                    {printable(key): [message] for key in unknown[:20]}, code="unknown"
                )
        return super().to_internal_value(data)


def printable(text: object) -> str:
    """Return `text` as it may appear in a response: short, without characters that JSON cannot carry."""
    return SURROGATE.sub("\ufffd", str(text)[:80])
