"""Dates and numbers as the reader's region writes them, in what the server renders.

Words stay in the language of the page, unless the reader has chosen another for dates. Scripts write times
again for the time zone of the device, by the same rules (static/js/page/i18n.js, time.js).
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation.trans_real import parse_accept_lang_header

ISO = "ISO"
MONTH_FIRST = {"US", "PH"}
HALF_DAYS = {"US", "CA", "AU", "NZ", "IN", "PK", "BD", "PH", "MY", "SG", "EG", "SA", "AE", "KR"}
"""Regions whose clocks show twelve hours, in English."""
DECIMAL_COMMA = {
    *("DE", "AT", "FR", "BE", "NL", "ES", "IT", "PT", "PL", "CZ", "SK", "SE", "NO", "DK", "FI", "RU", "BY"),
    *("KZ", "UA", "RO", "BG", "GR", "HU", "TR", "BR", "AR"),
}

RUSSIAN_MONTHS = (
    *("янв.", "февр.", "мар.", "апр.", "мая", "июн."),
    *("июл.", "авг.", "сент.", "окт.", "нояб.", "дек."),
)
"""Short months in the genitive, as the browsers' locale data (CLDR) has them."""

DAY_FIRST = {"day": "j M", "date": "j M Y", "long": "j F Y"}
GERMAN = {"day": "j. M", "date": "j. M Y", "long": "j. F Y"}
AMERICAN = {"day": "M j", "date": "M j, Y", "long": "F j, Y"}
TIMED = {"moment": "day", "full": "date"}
"""Kinds of instant with a time of day → the kind of their date."""


class Reader(NamedTuple):
    """Where a reader is, such as "GB" or ISO, and the language of their dates; "" where nothing is known."""

    region: str = ""
    language: str = ""


UNKNOWN = Reader()
_reader: ContextVar[Reader] = ContextVar("reader", default=UNKNOWN)


@contextmanager
def written_for(reader: Reader) -> Iterator[None]:
    """Write for `reader`. Of one who is unknown the day stands before the month, and hours go to 24."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


def region_of_header(accept_language: str) -> str:
    """Return the region of the first language of a header; "" if it names none. Plain English is American."""
    languages = parse_accept_lang_header(accept_language[:500])
    first = languages[0][0] if languages else ""
    last = first.rpartition("-")[2].upper()
    return last if "-" in first and len(last) == 2 else {"en": "US"}.get(first, "")


def written(at: dt.datetime | dt.date, kind: str) -> str:
    """Return a date, or an instant in the reader's time zone: as day, date, long, clock, moment or full.

    A date has no clock: as moment or full it is written as its day or date.
    """
    if kind in TIMED and not isinstance(at, dt.datetime):
        return written(at, TIMED[kind])
    if kind in TIMED:
        gap = " " if _reader.get().region == ISO else ", "
        return f"{written(at, TIMED[kind])}{gap}{written(at, 'clock')}"
    with override(_language()):
        if _language() == "ru" and _region() != ISO:
            return _in_russian(at, kind)
        return date_format(at, _pattern(kind))


def _in_russian(at: dt.datetime | dt.date, kind: str) -> str:
    """Write a date as browsers do: Django's short months are for a calendar's head."""
    if kind == "clock":
        return date_format(at, "H:i")
    month = date_format(at, "E") if kind == "long" else RUSSIAN_MONTHS[at.month - 1]
    return f"{at.day} {month}" if kind == "day" else f"{at.day} {month} {at.year} г."


def decimal_comma() -> bool | None:
    """Return whether fractions have a comma; None where the language of the page decides."""
    region = _region()
    return region in DECIMAL_COMMA if region not in ("", ISO) else None


def _pattern(kind: str) -> str:
    region = _region()
    if kind == "clock":
        return "g:i A" if region in HALF_DAYS else "H:i"
    if region == ISO:
        return "Y-m-d"
    if region in MONTH_FIRST:
        return AMERICAN[kind]
    return (GERMAN if _language() == "de" else DAY_FIRST)[kind]


def _language() -> str:
    return _reader.get().language or get_language() or "en"


def _region() -> str:
    """Return the region where it counts: in English and in what was chosen. Russian has one way."""
    region, chosen = _reader.get()
    return region if chosen or region == ISO or _language().startswith("en") else ""
