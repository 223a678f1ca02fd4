"""How good a hit is, and which hits come first."""

import unicodedata
from itertools import groupby
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.folding import fold
from core.search.matcher import Quality, Rank, match, rank
from core.search.query import MAX_LENGTH, parse
from core.search.units import MARK, classes
from tests.search.texts import any_text

FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")


def ranked(query: str, title: str, body: str = "") -> Rank | None:
    return rank(parse(query), fold(title), fold(body))


@pytest.mark.parametrize(
    ("query", "text", "quality"),
    [
        ("card", "a card, a cart", Quality.WORD),
        ("card", "a card's edge", Quality.WORD),
        ("card", "card_final", Quality.WORD),
        ("card", "card42", Quality.WORD),
        ("car", "a cart", Quality.BEGINNING),
        ("final", "report_finals", Quality.BEGINNING),
        ("cards", "a card", Quality.STEM),
        ("карточка", "карточку", Quality.STEM),
        ("art", "a cart", Quality.PART),
        ("234", "1234", Quality.PART),
        ("ar", "a cart", Quality.NONE),
        ("a", "bar", Quality.NONE),
        ('"card"', "cards", Quality.NONE),
        ('"a car"', "a cart", Quality.NONE),
        ('"a car', "a cart", Quality.BEGINNING),
        ("東", "関東地方", Quality.WORD),
        ("वि", "विद्यालय", Quality.BEGINNING),
        ("3.11", "13.11", Quality.NONE),
        ("C", "C++", Quality.WORD),
        ("C+", "C++", Quality.WORD),
    ],
)
def test_the_best_way_in_which_a_text_has_a_term_counts(query: str, text: str, quality: Quality) -> None:
    assert match(parse(query).terms[0], fold(text)) == quality


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("card", ("card", ""), ("x", "card")),
        ("card", ("cards", ""), ("x", "card")),
        ("cards", ("card", ""), ("x", "cards")),
        ("card", ("card", ""), ("cardinal", "")),
        ("cards", ("cards", ""), ("card", "")),
        ("cards", ("x", "cards"), ("x", "card")),
        ("card", ("x", "card"), ("discard", "")),
        ("red card", ("red card", ""), ("red", "card")),
        ("red card", ("red card", ""), ("reds card", "")),
    ],
)
def test_titles_come_before_texts_and_words_before_other_forms(
    query: str, better: tuple[str, str], worse: tuple[str, str]
) -> None:
    first, second = ranked(query, *better), ranked(query, *worse)
    assert first is not None
    assert second is not None
    assert first > second


def test_every_term_must_be_there_in_the_title_or_in_the_text() -> None:
    assert ranked("red door", "Red", "a door")
    assert ranked("red door", "Red", "a window") is None
    assert ranked("door -blue", "Door", "is blue") is None
    assert ranked("door -blue", "Door", "is blueish")
    assert ranked("door -blue", "Blues", "of a door") is None


def test_a_query_of_conditions_alone_holds_for_every_text() -> None:
    assert ranked("in:chat", "anything")
    assert ranked("in:chat -red", "red") is None


def test_what_was_found_in_a_label_counts_as_in_the_title() -> None:
    query = parse("door urgent")
    found = {query.terms[1]: Quality.WORD}
    assert rank(query, "door", "", elsewhere=found) == Rank(True, True, Quality.WORD)
    assert rank(query, "x", "door", elsewhere=found) == Rank(True, False, Quality.WORD)
    without = parse("door -urgent")
    assert rank(without, "door", "", elsewhere={without.terms[1]: Quality.WORD}) is None


def words_of(text: str) -> list[str]:
    """Each word as a person would type it: what stands between blanks, and its letters and digits alone."""
    chunks = text.split()
    plain = [chunk for chunk in chunks if not any(map(is_abbreviation, chunk))]
    parts = ("".join(run) for chunk in plain for is_word, run in groupby(chunk, is_of_a_word) if is_word)
    return [*chunks, *parts]


def is_of_a_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "Cf"


def is_abbreviation(char: str) -> bool:
    """Whether this is a sign that stands for letters, as ™ does: those are one word with what follows."""
    return unicodedata.category(char)[0] == "S" and any(map(str.isalnum, fold(char)))


@given(any_text(200), st.data())
def test_a_text_is_found_by_any_of_its_words(text: str, data: st.DataObject) -> None:
    if words := words_of(text):
        _check_found(data.draw(st.sampled_from(words)), text)


@given(
    st.lists(st.text(st.characters(categories=["L", "M", "N"]), min_size=1, max_size=12), min_size=1),
    st.data(),
)
def test_a_text_of_words_of_any_script_is_found_by_each(words: list[str], data: st.DataObject) -> None:
    _check_found(data.draw(st.sampled_from(words)), " ".join(words))


def _check_found(word: str, text: str) -> None:
    query = parse(word)
    kinds = classes(query.terms[0].text) if query.terms else ""
    is_word = set(kinds) & set("LDIE") and not kinds.startswith(MARK)
    for form in FORMS:
        changed = unicodedata.normalize(form, text)
        if is_word and not query.operators and len(word) <= MAX_LENGTH:
            assert rank(query, "", fold(changed)), (query, fold(changed))
