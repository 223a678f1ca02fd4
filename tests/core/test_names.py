"""Names are what people see: cleaned of what is invisible, and never empty for the eye."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.names import clean_name, fold_name, has_visible
from tests.support.invalid_values import INVISIBLE

TEXTS = json.loads((Path(__file__).parents[1] / "support" / "visible_texts.json").read_text())
"""Texts that show something, and texts that do not; tests/js/page/visible.test.js reads them too."""

SURVIVES = {
    "a family": "👩‍👩‍👧‍👦",
    "a skin tone and a trade": "👩🏽‍💻",
    "the flag of the rainbow": "🏳️‍🌈",
    "the flag of Scotland": "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "the flag of Georgia": "🇬🇪",
    "a burning heart": "❤️‍🔥",
    "a keycap": "1️⃣",
    "Persian, with a non-joiner inside": "می‌خواهم",
    "Persian, with one at the end of a word": "خانه‌ ها",
    "Hindi, with a joiner": "क्‍ष",
    "Sinhala, with a joiner": "ශ්‍රී",
    "Malayalam, with a joiner at the end": "അവന്‍",
    "Arabic": "لوحة المهام",
    "Hebrew with points": "שָׁלוֹם",
    "Vietnamese": "Việt Nam",
    "Russian": "Ёлка в ёлках",
    "Chinese with a variant": "葛󠄀城",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ",
    "spaces that keep words together": "5 000 ₽",
    "one symbol": "!",
    "a private character": "\uf8ff",
    "an Arabic sign of years": "\u0601123",
}


@pytest.mark.parametrize("name", SURVIVES.values(), ids=SURVIVES.keys())
def test_names_of_all_languages_and_emoji_stay_as_they_are(name: str) -> None:
    name = unicodedata.normalize("NFC", name)
    assert clean_name(name) == name
    assert has_visible(name)


CLEANED = {
    "an override": ("Invoice \u202etxt.exe", "Invoice txt.exe"),
    "isolates": ("a\u2066b\u2069c\u2067d\u2068", "abcd"),
    "marks of direction": ("a\u200eb\u200fc\u061cd", "abcd"),
    "spaces without a width": ("A\u200bda\u2060 Love\ufefflace", "Ada Lovelace"),
    "a joiner after Latin": ("Ada\u200d Lovelace\u200c", "Ada Lovelace"),
    "a joiner in Russian": ("А\u200dда", "Ада"),
    "joiners in a row": ("می\u200c\u200c\u200d\u200cخواهم", "می\u200cخواهم"),
    "variants in a row": ("☺\ufe0f\ufe0e\ufe01", "☺\ufe0f"),
    "hidden letters of tags": ("Ada\U000e0048\U000e0069", "Ada"),
    "controls": ("a\x01b\x7fc\x9fd\x1be", "abcde"),
    "line breaks": ("a\nb\r\nc\u2028d\x85e\tf", "a b  c d e f"),
    "fillers": ("Ada\u3164\u115f\u2800", "Ada"),
    "a soft hyphen": ("Love\xadlace", "Lovelace"),
    "two code points": ("Zoe\u0308", "Zoë"),
    "outer spaces": ("\u3000 Ada\u00a0", "Ada"),
    "an outer space behind something invisible": (" \u200b Ada \u2060 ", "Ada"),
    "no character at all": ("a\ufdd0b\uffffc\U0001fffe", "abc"),
}


@pytest.mark.parametrize(("name", "cleaned"), CLEANED.values(), ids=CLEANED.keys())
def test_what_has_no_shape_is_removed(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


@pytest.mark.parametrize("name", ["", " ", *INVISIBLE], ids=ascii)
def test_a_name_that_shows_nothing_has_nothing_visible(name: str) -> None:
    assert not has_visible(clean_name(name))


@pytest.mark.parametrize("text", TEXTS["visible"], ids=ascii)
def test_a_text_that_shows_something_has_something_visible(text: str) -> None:
    assert has_visible(text)
    assert has_visible(clean_name(text))


@pytest.mark.parametrize("text", TEXTS["invisible"], ids=ascii)
def test_a_text_of_what_has_no_shape_is_empty(text: str) -> None:
    assert not has_visible(text)
    assert not has_visible(clean_name(text))


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_name(text)
    assert clean_name(once) == once
    assert len(once.splitlines()) <= 1
    assert not any(unicodedata.bidirectional(char) in BIDI_CONTROLS for char in once)


BIDI_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

EQUAL = [
    ("Ada Lovelace", "ada  lovelace"),
    ("Ada Lovelace", "Ada\u00a0Lovelace"),
    ("Ada", "Ａｄａ"),
    ("Ada", "A\u200bd\u2060a"),
    ("Straße", "STRASSE"),
    ("Зоя", "ЗОЯ"),
    ("می\u200cخواهم", "میخواهم"),
    ("ﬁn", "fin"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_names_that_differ_in_case_width_and_the_invisible_alone_are_equal(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Елка", "Ёлка"), ("Ada", "Adа"), ("Zoe", "Zoë"), ("Bob", "Bob 2")]
)
def test_other_names_are_not_equal(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)
