"""What the search may cost for the longest texts that people send, made to be slow."""

import random
from collections.abc import Callable
from functools import partial

import pytest

from core.search.folding import fold, fold_with_offsets
from core.search.highlights import excerpt, highlights
from core.search.lookups import database_terms
from core.search.matcher import rank
from core.search.query import Query, parse
from core.search.units import MOST_BYTES, index_words
from tests.support.cpu_budget import MILLISECOND, cost

pytestmark = pytest.mark.hostile

LENGTH = 20_000
BUDGET = 100 * MILLISECOND
PIECES = {
    "one letter": "a",
    "two letters": "ab",
    "letters and blanks": "a ",
    "letters and digits": "a1",
    "ideographs": "日本東京",
    "half flags": "🇩",
    "emoji": "😀",
    "letters with accents": "a\u0301\u0316",
    "accents alone": "\u0316\u0301",
    "vowel signs alone": "\u093e",
    "vowel signs": "नि",
    "Thai": "น้ำ",
    "punctuation": ".,:;!?",
    "signs": "+-",
    "a sign of many words": "ﷺ",
    "a sign of a long word": "㌖",
    "Russian": "карточку переместили ",
    "capitals with dots": "İ",
}
TEXTS = {name: (piece * LENGTH)[:LENGTH] for name, piece in PIECES.items()} | {
    "every ideograph once": "".join(chr(0x4E00 + place) for place in range(LENGTH)),
    "random letters and signs": "".join(random.Random(1).choices("abcdef0123456789/-_.", k=LENGTH)),
    "random words": " ".join(
        "".join(random.Random(seed).choices("abcdefgh", k=5)) + "ing" for seed in range(LENGTH // 9)
    ),
}


def queries(text: str) -> list[str]:
    return [
        text[:200],
        " ".join(text[at : 2 * at + 1].replace(" ", "") for at in range(1, 13)),
        "aaa aa 日本 карточки",
    ]


STEPS: dict[str, Callable[[str], object]] = {
    "fold": fold,
    "fold_with_offsets": fold_with_offsets,
    "parse": lambda text: [parse(text), parse('"' + text[:199]), parse(f"in:{text}")],
    "database_terms": lambda text: [
        database_terms(term) for each in queries(text) for term in parse(each).terms
    ],
}
READERS: dict[str, Callable[[Query, str, str], object]] = {
    "rank": lambda query, text, folded: rank(query, "", folded),
    "highlights": lambda query, text, folded: highlights(text, query),
    "excerpt": lambda query, text, folded: excerpt(text, query),
}


def budget(folded: str) -> float:
    """Some signs fold to six characters, all of which are read."""
    return BUDGET * max(1, len(folded) / LENGTH / 3)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", TEXTS)
def test_a_step_stays_in_its_budget(name: str, step: str) -> None:
    assert cost(lambda: STEPS[step](TEXTS[name]), BUDGET) < BUDGET


@pytest.mark.parametrize("name", TEXTS)
def test_the_lexemes_of_a_text_are_bounded(name: str) -> None:
    folded = fold(TEXTS[name])
    found = index_words(folded)
    assert cost(lambda: index_words(folded), budget(folded)) < budget(folded)
    assert sum(len(word.encode()) for word in found) <= MOST_BYTES


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", TEXTS)
def test_a_query_of_many_terms_reads_a_text_in_its_budget(name: str, read: str) -> None:
    text, folded = TEXTS[name], fold(TEXTS[name])
    for query in map(parse, queries(text)):
        assert cost(partial(READERS[read], query, text, folded), budget(folded)) < budget(folded), query


def test_a_typed_query_costs_next_to_nothing() -> None:
    for text in TEXTS.values():
        assert cost(partial(parse, text[:200]), 5 * MILLISECOND) < 5 * MILLISECOND
