"""Texts are cut between the characters that people see, and initials are whole characters."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.mail_names import mail_name
from core.search.highlights import excerpt
from core.search.query import parse
from core.texts.cuts import boundary, cut, head
from files.filenames import clean_filename
from files.models import NAME_LENGTH
from tests.support import text_tables

FAMILY, FLAG, ZOE = "👨‍👩‍👧", "🇺🇦", "Zoe\u0308"


@pytest.mark.parametrize("row", text_tables.CUTS, ids=lambda row: ascii(row["text"]))
def test_a_cut_text_ends_with_a_whole_character(row: dict[str, Any]) -> None:
    assert cut(row["text"], row["most"]) == row["cut"]


@given(st.text(max_size=80), st.integers(1, 90))
def test_a_cut_text_is_never_longer_than_asked(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most
    assert text.startswith(head(text, most))


def test_a_pile_of_marks_is_cut_after_all() -> None:
    assert len(head("a" + "\u0301" * 500, 300)) == 300
    assert boundary("🇺🇦" * 200, 301) == 300


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Lovelace", "AL"),
        (f"{FLAG} Ada", f"{FLAG}A"),
        (f"Ada {FAMILY}x", f"A{FAMILY}"),
        (f"e\u0301lan {ZOE}", "E\u0301Z"),
        ("👍🏽", "👍🏽"),
    ],
)
def test_initials_are_whole_characters(name: str, initials: str) -> None:
    assert User(display_name=name).initials == initials


def test_names_of_files_and_in_mails_are_cut_between_characters() -> None:
    assert clean_filename(f"{'a' * (NAME_LENGTH - 5)}{FLAG}.txt") == f"{'a' * (NAME_LENGTH - 5)}.txt"
    assert mail_name(f"{'a' * 59}{FLAG}") == f"{'a' * 59}…"


def test_an_excerpt_of_a_search_begins_and_ends_between_characters() -> None:
    shown = excerpt(f"{FAMILY * 30} door {FAMILY * 30}", parse("door"))[0]
    assert set(shown.replace(FAMILY, "").replace(" door ", "")) == {"…"}
