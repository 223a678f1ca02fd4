"""Dates and numbers as regions write them."""

import datetime as dt

import pytest
from django.utils.translation import override

from accounts.formats import FORMATS, reader_of
from core.regions import region_of_header, written, written_for
from files.context import human_size

AT = dt.datetime(2026, 12, 31, 18, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("header", "region"),
    [
        ("en-GB,en;q=0.9", "GB"),
        ("en-US,en;q=0.5", "US"),
        ("en", "US"),
        ("de-DE,de;q=0.9,en-US;q=0.8", "DE"),
        ("fr;q=0.5, en-AU", "AU"),
        ("zh-Hans-CN", "CN"),
        ("ru", ""),
        ("", ""),
        ("*", ""),
        ("x" * 9000, ""),
        (";;,q=é", ""),
    ],
)
def test_the_region_is_that_of_the_first_language(header: str, region: str) -> None:
    assert region_of_header(header) == region


@pytest.mark.parametrize(
    ("chosen", "header", "language", "full", "day", "size"),
    [
        ("", "", "en", "31 Dec 2026, 18:30", "31 Dec", "1.5 MB"),
        ("", "en-GB", "en", "31 Dec 2026, 18:30", "31 Dec", "1.5 MB"),
        ("", "en-US", "en", "Dec 31, 2026, 6:30 PM", "Dec 31", "1.5 MB"),
        ("", "en-AU", "en", "31 Dec 2026, 6:30 PM", "31 Dec", "1.5 MB"),
        ("", "de-DE", "en", "31 Dec 2026, 18:30", "31 Dec", "1,5 MB"),
        ("", "en-US", "ru", "31 дек. 2026 г., 18:30", "31 дек.", "1,5 МБ"),
        ("en-GB", "en-US", "en", "31 Dec 2026, 18:30", "31 Dec", "1.5 MB"),
        ("en-US", "ru", "ru", "Dec 31, 2026, 6:30 PM", "Dec 31", "1.5 МБ"),
        ("de-DE", "en-US", "en", "31. Dez 2026, 18:30", "31. Dez", "1,5 MB"),
        ("ru-RU", "en-US", "en", "31 дек. 2026 г., 18:30", "31 дек.", "1,5 MB"),
        ("iso", "en-US", "en", "2026-12-31 18:30", "2026-12-31", "1.5 MB"),
    ],
)
def test_dates_and_numbers_follow_the_profile_and_then_the_browser(
    chosen: str, header: str, language: str, full: str, day: str, size: str
) -> None:
    with override(language), written_for(reader_of(chosen, header)):
        assert (written(AT, "full"), written(AT, "day")) == (full, day)
        assert human_size(3 * 1024**2 // 2).replace("\xa0", " ") == size


@pytest.mark.parametrize("chosen", ["", *FORMATS])
@pytest.mark.parametrize("kind", ["day", "date", "long", "clock", "moment", "full"])
def test_every_kind_is_written_for_everyone(chosen: str, kind: str) -> None:
    with written_for(reader_of(chosen, "en-US")):
        assert written(AT, kind)
