"""Invalid input: values for each kind of field, frames, bodies and queries that must be refused."""

import base64
import json
from typing import Any

from rest_framework.serializers import BaseSerializer, ChoiceField, Field, ListField, ListSerializer

from core.wire import Flag, Id, Ids, Instant, Integer, Name, NewId, Text
from projects.inputs import EmailAddress, ProjectKey, Prose
from tests.support.payloads import NOWHERE, RANDOM

SURROGATE = "\ud800"
DEEP = "[" * 100_000
HUGE = 10**400

NO_TEXT: list[Any] = [0, 1, 1.5, True, False, [], ["x"], {}, {"x": "y"}, HUGE]
NO_IDS: list[Any] = ["", "x", "0" * 32, NOWHERE.replace("-", ""), f"{{{NOWHERE}}}", f"urn:uuid:{NOWHERE}"]
NO_ID: list[Any] = [*NO_TEXT, *NO_IDS, NOWHERE + " ", "\x00", SURROGATE]
NO_CHOICE: list[Any] = [*NO_TEXT, "", "beige", "BLUE", "blue ", "\x00", SURROGATE]


INVISIBLE = [
    *("\u200b", "\u200d\u200c", "\u2060\ufeff", "\u202e\u202c", "\u2066\u2069", "\u200e\u200f", "\u0301"),
    *(
        "\x01\x7f\x85",
        "\u3164",
        "\u115f\u1160",
        "\u2800",
        "\xad",
        "\ufe0f",
        "\U000e0041",
        "\u034f",
        " \u200b \t",
    ),
]
"""Names that would be empty for the eye."""


NO_TIMES = [
    *("", "tomorrow", "2030-13-01T00:00:00Z", "2030-02-30T00:00:00Z", "24:00", "\x00", SURROGATE, "2" * 100),
    *("1969-12-31T23:59:59.999Z", "2201-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    *("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2030-01-01T00:00:00Z\x00"),
]


def invalid_values(field: Field) -> list[Any]:
    """Return values that the field must refuse."""
    nothing = [] if field.allow_null else [None]
    for kind, values in BY_FIELD.items():
        if isinstance(field, kind):
            return [*nothing, *(values(field) if callable(values) else values)]
    raise AssertionError(f"no oddities are known for {type(field).__name__}")


def _invalid_texts(field: Text) -> list[Any]:
    blank = [] if field.blank else ["", "  \n\t "]
    return [*NO_TEXT, *blank, "a\x00b", f"a{SURROGATE}b", "x" * (field.max_length + 1)]


def _invalid_integers(field: Integer) -> list[Any]:
    bounds = [field.min_value - 1, field.max_value + 1]
    return [*("1", "", 1.0, 1.5, True, False, [], {}, -1, 2**63, HUGE), *bounds]


BY_FIELD: dict[type[Field], Any] = {
    ProjectKey: [*NO_TEXT, "", "A", "TOOLONG", "ab", "2AB", "ÄB", "A B", "A\x00", SURROGATE],
    Name: lambda field: [*_invalid_texts(field), *INVISIBLE, "\u200b" * 20_000],
    Prose: lambda field: [*_invalid_texts(field), *([] if field.blank else INVISIBLE)],
    Text: _invalid_texts,
    EmailAddress: [
        *NO_TEXT,
        *("zoe", "zoe@", "@x.org", "a\x00@x.org", f"{SURROGATE}@x.org", "x" * 250 + "@x.org"),
    ],
    ChoiceField: NO_CHOICE,
    Ids: [0, "x", {}, True, NOWHERE, [1], ["x"], [[]], [None], [NOWHERE, 1], [NOWHERE] * 101],
    ListField: [0, "x", {}, True, [], [1], [""], [None], [["x"]], ["a\x00b"], ["x" * 201], ["x"] * 201],
    ListSerializer: [0, "x", {}, True, [], [1], ["x"], [None], [{}], [{"id": NOWHERE}], [{"x": 1}]],
    BaseSerializer: [
        0,
        "x",
        [],
        True,
        {},
        {"x": 1},
        {"archived": 1},
        {"columnId": "x"},
        {"addLabelIds": "x"},
    ],
    NewId: [*NO_ID, RANDOM],
    Id: NO_ID,
    Integer: _invalid_integers,
    Flag: [0, 1, "true", "false", "on", "", [], {}, HUGE, "\x00", SURROGATE],
    Instant: [*NO_TEXT, *NO_TIMES],
}
"""Values by serializer field class, subclasses first."""

FRAMES: dict[str, tuple[str | bytes, str | None]] = {
    "nothing": ("", None),
    "a blank": (" ", None),
    "no JSON": ("{", None),
    "half a string": ('{"type": "ping', None),
    "two objects": ('{"type": "ping"}{"type": "ping"}', None),
    "not a number": ('{"type": "ping", "ref": "1", "payload": {"x": NaN}}', None),
    "infinity": ('{"type": "ping", "ref": "1", "payload": {"x": -Infinity}}', None),
    "too deep": (DEEP, None),
    "too deep inside": ('{"type": "ping", "ref": "1", "payload": ' + DEEP + "}", None),
    "null": ("null", None),
    "a number": ("1", None),
    "a huge number": ("1" * 5000, None),
    "a text": ('"ping"', None),
    "a list": ('[{"type": "ping", "ref": "1"}]', None),
    "an empty list": ("[]", None),
    "bytes": (b"\x00\xff\xfe", None),
    "a frame in bytes": (b'{"type": "ping", "ref": "1"}', None),
    "an empty object": ("{}", None),
    "no type": ('{"ref": "1", "payload": {}}', "1"),
    "a null type": ('{"type": null, "ref": "1"}', "1"),
    "a number for a type": ('{"type": 1, "ref": "1"}', "1"),
    "a list for a type": ('{"type": ["ping"], "ref": "1"}', "1"),
    "an empty type": ('{"type": "", "ref": "1"}', "1"),
    "an unknown type": ('{"type": "card.explode", "ref": "1"}', "1"),
    "another case": ('{"type": "Ping", "ref": "1"}', "1"),
    "a handler of Channels": ('{"type": "websocket.disconnect", "ref": "1"}', "1"),
    "a method of ours": ('{"type": "connect", "ref": "1"}', "1"),
    "a dunder": ('{"type": "__class__", "ref": "1"}', "1"),
    "NUL in a type": ('{"type": "ping\\u0000", "ref": "1"}', "1"),
    "half a character in a type": ('{"type": "\\ud800", "ref": "1"}', "1"),
    "a very long type": (json.dumps({"type": "x" * 200_000, "ref": "1"}), "1"),
    "a number for a ref": ('{"type": "ping", "ref": 1}', None),
    "a list for a ref": ('{"type": "ping", "ref": ["1"]}', None),
    "a long ref": (json.dumps({"type": "ping", "ref": "1" * 101}), None),
    "half a character in a ref": ('{"type": "ping", "ref": "\\udfff"}', None),
    "a list for a payload": ('{"type": "ping", "ref": "1", "payload": []}', "1"),
    "null for a payload": ('{"type": "ping", "ref": "1", "payload": null}', "1"),
    "a text for a payload": ('{"type": "ping", "ref": "1", "payload": "{}"}', "1"),
    "an unknown key": ('{"type": "ping", "ref": "1", "payload": {}, "id": 1}', "1"),
    "half a character in a key": ('{"type": "ping", "ref": "1", "\\ud800": 1}', "1"),
    "an unknown key in the payload": ('{"type": "ping", "ref": "1", "payload": {"x": 1}}', "1"),
    "half a character in a payload's key": ('{"type": "ping", "ref": "1", "payload": {"\\ud800": 1}}', "1"),
    "an eventId that is none": ('{"type": "ping", "ref": "1", "eventId": "7"}', "1"),
    "a number for an eventId": ('{"type": "ping", "ref": "1", "eventId": 7}', "1"),
    "half a character in an eventId": ('{"type": "ping", "ref": "1", "eventId": "\\ud800"}', "1"),
    "a room that is none": ('{"type": "join_room", "ref": "1", "payload": {"projectId": "all"}}', "1"),
    "no room": ('{"type": "join_room", "ref": "1"}', "1"),
    "a token that is none": ('{"type": "auth", "ref": "1", "payload": {"token": 7}}', "1"),
}
"""Frames, each with the ref that its error must carry."""

BODIES: dict[str, tuple[bytes, str, int]] = {
    "nothing": (b"", "application/json", 400),
    "no JSON": (b"{", "application/json", 400),
    "not a number": (b'{"title": NaN}', "application/json", 400),
    "null": (b"null", "application/json", 400),
    "false": (b"false", "application/json", 400),
    "zero": (b"0", "application/json", 400),
    "an empty text": (b'""', "application/json", 400),
    "a text": (b'"title"', "application/json", 400),
    "an empty list": (b"[]", "application/json", 400),
    "a list": (b'[{"title": "x"}]', "application/json", 400),
    "too deep": (DEEP.encode(), "application/json", 400),
    "no UTF-8": (b'{"title": "\xff\xfe"}', "application/json", 400),
    "NUL": (b"\x00", "application/json", 400),
    "10 MB of text": (b'{"title": "' + b"x" * 10_000_000 + b'"}', "application/json", 413),
    "a form": (b"title=x", "application/x-www-form-urlencoded", 415),
    "a file": (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
    "plain text": (b'{"title": "x"}', "text/plain", 415),
    "XML": (b"<title/>", "application/xml", 415),
    "a kind that is none": (b'{"title": "x"}', "json", 415),
}


def cursor(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


LIMITS = ["0", "-1", "201", "9" * 30, "x", "1.5", "1e2", "", "%00", "%20", "٣", "null"]
CURSORS = [
    *("x", "%00", "%ff", "=", "٣", "x" * 5000, cursor(""), cursor("p=%00"), cursor("p=\x00"), cursor("p=x")),
    *(
        cursor("o=x&p=1"),
        cursor("o=-1"),
        cursor("o=99999999999999999999"),
        cursor("r=1&p=x"),
        cursor("p=" + "9" * 999),
    ),
]
"""Made-up cursors. The response must be a page or a refusal, never a server error."""
WHOLE = ["-1", "x", "1.5", "", "%00", "9" * 30, str(2**63), "٣"]
