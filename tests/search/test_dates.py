"""Days as people write them in a search."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.dates import parse_days

WEDNESDAY = dt.date(2026, 12, 2)


def days(text: str, *, ahead: bool = True) -> str:
    """The first and the last day that a text names, or "" for none."""
    found = parse_days(text, today=WEDNESDAY, ahead=ahead)
    return f"{found[0]} {found[1] - dt.timedelta(days=1)}" if found else ""


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-12-01", "2026-12-01", "2026-12-01"),
        ("2026/12/1", "2026-12-01", "2026-12-01"),
        ("01.12.2026", "2026-12-01", "2026-12-01"),
        ("1.12", "2026-12-01", "2026-12-01"),
        ("1.12.", "2026-12-01", "2026-12-01"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("today", "2026-12-02", "2026-12-02"),
        ("завтра", "2026-12-03", "2026-12-03"),
        ("вчера", "2026-12-01", "2026-12-01"),
        ("9999-12-30", "9999-12-30", "9999-12-30"),
    ],
)
def test_a_date_is_the_same_day_in_both_readings(text: str, first: str, last: str) -> None:
    assert days(text) == days(text, ahead=False) == f"{first} {last}"


@pytest.mark.parametrize(
    ("text", "ahead", "behind"),
    [
        ("friday", "2026-12-04 2026-12-04", "2026-11-27 2026-11-27"),
        ("пятницы", "2026-12-04 2026-12-04", "2026-11-27 2026-11-27"),
        ("пн", "2026-12-07 2026-12-07", "2026-11-30 2026-11-30"),
        ("wed", "2026-12-02 2026-12-02", "2026-12-02 2026-12-02"),
        ("week", "2026-12-02 2026-12-08", "2026-11-26 2026-12-02"),
        ("месяц", "2026-12-02 2026-12-31", "2026-11-03 2026-12-02"),
        ("3d", "2026-12-05 2026-12-05", "2026-11-29 2026-11-29"),
        ("2н", "2026-12-16 2026-12-16", "2026-11-18 2026-11-18"),
    ],
)
def test_a_relative_day_lies_ahead_or_behind(text: str, ahead: str, behind: str) -> None:
    assert days(text) == ahead
    assert days(text, ahead=False) == behind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "christmas",
        "2026-13-01",
        "31.02.2026",
        "0000-01-01",
        "9999",
        "9999-12-31",
        "1",
        "12",
        "2026-",
        "fr",
        "99999d",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert days(text) == ""


@given(st.text(max_size=12), st.dates(), st.booleans())
def test_any_text_on_any_day_is_read_without_an_error(text: str, today: dt.date, ahead: bool) -> None:
    found = parse_days(text, today=today, ahead=ahead)
    assert found is None or found[0] < found[1]
