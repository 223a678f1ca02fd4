"""The one place where Python's snake_case meets the wire's camelCase, and where input is read strictly."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from core.ids import parse_uuid, parse_uuid7

SURROGATE = re.compile("[\ud800-\udfff]")
LINE_BREAKS = re.compile("[\r\n\u2028\u2029]")
MAX_INTEGER = 2**53 - 1


@lru_cache(maxsize=1024)
def camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.title() for word in tail)


def camelize(value: Any) -> Any:
    """`value` with every snake_case key of its mappings in camelCase; ids and times as text."""
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, Mapping):
        return {camel(key): camelize(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [camelize(item) for item in value]
    if isinstance(value, UUID):
        return str(value)
    return instant(value) if isinstance(value, dt.datetime) else value


def instant(moment: dt.datetime | None) -> str | None:
    """RFC 3339 in UTC with milliseconds: 2026-11-23T09:30:00.000Z."""
    if moment is None:
        return None
    # A board has thousands of them: rows come in UTC, and `strftime` takes four times as long.
    moment = moment if moment.tzinfo is dt.UTC else moment.astimezone(dt.UTC)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def parse(data: str | bytes) -> Any:
    """JSON from outside. Raises ValueError on anything else, too deep a nesting included.

    The second parser lets a lone surrogate through, so that the field that holds it can be named.
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
    """Text only (no numbers), trimmed, at most `max_length` characters, without NUL and lone surrogates."""

    default_error_messages = {
        "type": _("This must be text."),
        "blank": _("This may not be empty."),
        "long": _("At most {limit} characters."),
        "nul": _("This holds a character that cannot be stored."),
    }

    def __init__(
        self, *, max_length: int, blank: bool = False, lines: bool = False, trim: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.max_length, self.blank, self.lines, self.trim = max_length, blank, lines, trim

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("type")
        if "\x00" in data or SURROGATE.search(data):
            self.fail("nul")
        value = data.strip() if self.trim else data
        value = value if self.lines else LINE_BREAKS.sub(" ", value)
        if not value and not self.blank:
            self.fail("blank")
        if len(value) > self.max_length:
            self.fail("long", limit=self.max_length)
        return value

    def to_representation(self, value: str) -> str:
        return value


class Integer(serializers.Field):
    """A JSON integer (no text, no boolean, no fraction) between `min_value` and `max_value`."""

    default_error_messages = {
        "type": _("This must be a whole number."),
        "range": _("This must be between {low} and {high}."),
    }

    def __init__(self, *, min_value: int = 0, max_value: int = MAX_INTEGER, **kwargs: Any) -> None:
        super().__init__(**kwargs)
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
    """The id of something that exists."""

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

    def __init__(self, *, max_length: int = 100, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_internal_value(self, data: object) -> list[UUID]:
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        return list(dict.fromkeys(super().to_internal_value(data)))


class Instant(serializers.DateTimeField):
    """RFC 3339 text; without an offset it is UTC. Kept to the millisecond."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=dt.UTC, **kwargs)

    def to_internal_value(self, value: object) -> dt.datetime:
        if not isinstance(value, str) or len(value) > 40 or SURROGATE.search(value) or "\x00" in value:
            self.fail("invalid", format="RFC 3339")
        try:
            moment = super().to_internal_value(value).astimezone(dt.UTC)
        except OverflowError:
            self.fail("overflow", timezone="UTC")
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class WireSerializer(serializers.Serializer):
    """Reads a camelCase object into snake_case; keys that it does not know are errors."""

    default_error_messages = {"invalid": _("An object is expected."), "unknown": _("There is no such field.")}

    def __init__(self, instance: Any = None, data: Any = empty, **kwargs: Any) -> None:
        super().__init__(instance, data, **kwargs)

    def get_fields(self) -> dict[str, serializers.Field]:
        """The declared fields under their names on the wire; each reads and writes its Python name."""
        fields = super().get_fields()
        for name, field in fields.items():
            if camel(name) != name and field.source is None:
                field.source = name
        return {camel(name): field for name, field in fields.items()}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, Mapping):
            unknown = [key for key in data if key not in self.fields]
            if unknown:
                message = self.error_messages["unknown"]
                raise serializers.ValidationError(
                    {printable(key): [message] for key in unknown[:20]}, code="unknown"
                )
        return super().to_internal_value(data)


def printable(text: object) -> str:
    """`text` as it may stand in an answer: short, and without characters that JSON cannot carry."""
    return SURROGATE.sub("\ufffd", str(text)[:80])
