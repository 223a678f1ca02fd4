"""What is found and what is not, in every place of a text: a table of queries."""

import unicodedata
from collections.abc import Callable

import pytest

from core.search.folding import fold
from core.search.highlights import highlights
from core.search.matcher import rank
from core.search.query import parse
from tests.search.cases import CASES, ROWS
from tests.search.cases.rows import Row
from tests.search.test_units import is_candidate

PLACES: dict[str, Callable[[str], str]] = {
    "alone": lambda text: text,
    "in quotes, with a comma": lambda text: f"“{text}”,",
    "in brackets": lambda text: f"({text})",
    "between other lines": lambda text: f"- ...\n- {text}\n- ...",
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "in capitals": lambda text: text.upper(),
    "in a long text": lambda text: f"{'zwölf ... ' * 200}{text}{' zwölf ...' * 200}",
}


def finds(query: str, text: str) -> bool:
    return rank(parse(query), "", fold(text)) is not None


def test_the_table_is_long_and_has_both_answers() -> None:
    assert len(CASES) >= 300
    assert len(set(CASES)) == len(CASES)
    assert sum(not case.is_found for case in CASES) >= 100


@pytest.mark.parametrize(
    "row", [row for rows in ROWS.values() for row in rows], ids=lambda row: ascii(row.text)
)
def test_a_query_finds_what_it_should_wherever_it_stands(row: Row) -> None:
    wrong = [
        (query, name)
        for name, place in PLACES.items()
        for query, is_found in row.queries()
        if finds(query, place(row.text)) != is_found
    ]
    assert wrong == []


@pytest.mark.parametrize("change", ["NFC", "NFD"])
def test_a_query_may_be_typed_composed_or_decomposed(change: str) -> None:
    for case in CASES:
        typed = unicodedata.normalize(change, case.query)  # type: ignore[arg-type]
        assert finds(typed, case.text) == case.is_found, case


def test_a_query_may_be_typed_in_capitals() -> None:
    for case in CASES:
        if ":" not in case.query:
            assert finds(case.query.upper(), case.text) == case.is_found, case


def test_what_was_found_is_a_candidate_of_the_databases_and_marked() -> None:
    for case in CASES:
        query = parse(case.query)
        if case.is_found and query.positive:
            assert all(is_candidate(term, fold(case.text)) for term in query.positive), case
            assert highlights(case.text, query), case
