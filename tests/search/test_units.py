"""Where words begin, and what the databases store of a text and look up for a term."""

from itertools import product
from string import ascii_lowercase

from hypothesis import given
from hypothesis import strategies as st

from core.search.folding import fold
from core.search.lookups import database_terms
from core.search.matcher import match
from core.search.query import Term, parse
from core.search.units import STEM, index_words, is_boundary, stem_beginning, stem_lexeme, unit_starts
from tests.search.texts import any_text


def is_candidate(term: Term, text: str) -> bool:
    """Whether a database that stores the lexemes of the folded text looks at it for the term."""
    sought, words = database_terms(term), index_words(text)
    in_words = (sought.exact or sought.prefix) and set(sought.exact) <= words
    if in_words and (not sought.prefix or any(word.startswith(sought.prefix) for word in words)):
        return True
    return (bool(sought.stem) and sought.stem in words) or (bool(sought.part) and sought.part in text)


@given(any_text())
def test_a_boundary_is_known_from_what_stands_before_it(text: str) -> None:
    folded = fold(text)
    assert unit_starts(folded) == [at for at in range(len(folded) + 1) if is_boundary(folded, at)]


@given(any_text(), st.data())
def test_a_database_looks_at_every_text_that_is_a_hit(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, start + 80))]
    for term in (*parse(part).terms, *parse(f'"{part}"').terms, *parse(f'"{part}').terms):
        if match(term, folded):
            assert is_candidate(term, folded), (term, folded)


@given(any_text())
def test_lexemes_have_no_blanks(text: str) -> None:
    assert not any(" " in word or not word for word in index_words(fold(text)))


def test_a_stem_tells_how_its_words_begin() -> None:
    """All words of four letters: endings are taken off longer ones by the same rules."""
    words = ["".join(letters) for letters in product(ascii_lowercase, repeat=4)]
    words += ["dying", "lying", "tying", "skies", "skis", "gently", "early", "running", "карточками", "ели"]
    for word in words:
        lexeme = stem_lexeme(word)
        assert word.startswith(stem_beginning(lexeme)), word
    assert stem_lexeme("dying") == STEM + "die"
