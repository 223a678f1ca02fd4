"""Texts that people hold for equal have one form."""

import sys
import unicodedata

import pytest
from hypothesis import given

from core.search.folding import fold, fold_with_offsets
from tests.search.texts import any_text
from tests.support.text_tables import FOLDINGS


@pytest.mark.parametrize("row", FOLDINGS, ids=lambda row: row["what"])
def test_a_text_folds_as_it_folds_in_the_browser(row: dict[str, str]) -> None:
    assert fold(row["text"]) == row["folded"]


@given(any_text())
def test_a_folded_text_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(any_text())
def test_composed_and_decomposed_texts_fold_to_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(text) == fold(unicodedata.normalize("NFD", text))


@given(any_text())
def test_each_folded_character_knows_where_it_came_from(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    assert all(0 <= place < len(text) for place in offsets)


@pytest.mark.slow
def test_every_character_of_unicode_folds_once_and_in_every_form() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        folded = fold(char)
        assert fold(folded) == folded, ascii(char)
        assert fold(unicodedata.normalize("NFD", char)) == folded, ascii(char)
        assert len(folded) <= 8, ascii(char)


def test_lone_surrogates_are_nothing() -> None:
    assert fold("a\ud83d b") == "a b"
