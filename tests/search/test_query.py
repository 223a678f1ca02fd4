"""What a person types is read as words, phrases, words to leave out and operators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.query import MAX_LENGTH, MAX_TERMS, Operator, Query, parse
from tests.search.texts import any_text


def written(query: Query) -> list[str]:
    """The query in a short form: -word, "phrase", name:value."""
    terms = [
        ("-" if term.is_negated else "") + (f'"{term.text}"' if term.is_phrase else term.text)
        for term in query.terms
    ]
    conditions = [
        f"{'-' if each.is_negated else ''}{each.name}:{each.comparison}{each.value}"
        for each in query.operators
    ]
    return [*terms, *conditions]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", []),
        ("  \u00a0 \u200b ", []),
        ("paint the door", ["paint", "the", "door"]),
        ("paint　the door", ["paint", "the", "door"]),
        ("Paint paint PAINT", ["paint"]),
        ('"Paint the" door', ['"paint the"', "door"]),
        ("“paint the” „door bell“ «blue»", ['"paint the"', '"door bell"', '"blue"']),
        ('"paint the door', ["paint the door"]),
        ('door "', ["door"]),
        ('""', []),
        ('"" door', ["door"]),
        ('"foo"bar', ['"foo"', "bar"]),
        ('5" screen', ["5", "screen"]),
        ("door -blue", ["door", "-blue"]),
        ('door -"dark blue"', ["door", '-"dark blue"']),
        ("door -@ann -#42 -🎉 -猫", ["door", "-@ann", "-#42", "-🎉", "-猫"]),
        ("door - blue", ["door", "blue"]),
        ("door -- — ?", ["door", "--"]),
        ("-5", ["-5"]),
        ("at -5 -v --help ->", ["at", "-5", "-v", "--help", "->"]),
        ("-blue", ["-blue"]),
        ('-"dark blue"', ['"dark blue"']),
        ("e-mail", ["e-mail"]),
        (". , ; : ! ? ( ) < > - ' `", []),
        ("door, (blue) [old] <new> 'dry' wet.", ["door", "blue", "old", "new", "dry", "wet"]),
        ("C++ C# .NET .env /usr ~x #42 @ann +49 $1,250.00 50%", None),
        ("?! ... :) != && ()", ["?!", "...", ":)", "!=", "&&", "()"]),
        ("author:Ada", ["author:Ada"]),
        ("AUTHOR:Ada", ["author:Ada"]),
        ('author:"Ada  Lovelace" door', ["door", "author:Ada Lovelace"]),
        ("author:«Ада Лавлейс»", ["author:Ада Лавлейс"]),
        ("author:me,", ["author:me"]),
        ("автор:Ада в:чат метка:срочно", ["author:Ада", "in:чат", "label:срочно"]),
        ("from:ada to:bob исполнитель:боб", ["author:ada", "assignee:bob", "assignee:боб"]),
        ("-label:bug -in:chat", ["-label:bug", "-in:chat"]),
        ("is:done is:Open это:готово это:просрочено", ["is:done", "is:open", "is:overdue"]),
        ("due:<friday due:>=2026-12-01 due:≤today", ["due:<friday", "due:>=2026-12-01", "due:<=today"]),
        ("срок:<пятница до:2026-12-01 после:вчера", ["due:<пятница", "before:2026-12-01", "after:вчера"]),
        ("label:<b>", ["label:<b>"]),
        ("due:< срок:>= before:<", []),
        ("is: door in:", ["door"]),
        ("door author: -label: в:", ["door"]),
        ("-blue in:", ["-blue"]),
        ('door label:"" в:«» author:"', ["door"]),
        ("in:, door", ["door"]),
        ('"in:" door', ['"in"', "door"]),
        ("note: door notes:", ["note", "door", "notes"]),
        ("is:nonsense foo:bar 12:30", ["is:nonsense", "foo:bar", "12:30"]),
        ("http://in:80/x mailto:ada@example.org", ["http://in:80/x", "mailto:ada@example.org"]),
        (r"C:\x std::map re: in: to:", [r"c:\x", "std::map", "re"]),
        ("in：чат", ["in:чат"]),
        ("door in:chat -blue", ["door", "-blue", "in:chat"]),
        ("-blue in:chat", ["-blue", "in:chat"]),
    ],
)
def test_a_text_is_read_as_terms_and_operators(typed: str, read: list[str] | None) -> None:
    expected = typed.lower().split() if read is None else read
    assert written(parse(typed)) == expected


def test_an_operator_that_is_not_accepted_is_a_word() -> None:
    def is_known(operator: Operator) -> bool:
        return operator.value == "chat"

    assert written(parse("in:chat in:progress", accepts=is_known)) == ["in:progress", "in:chat"]


def test_an_operator_without_a_value_is_as_if_not_typed() -> None:
    assert parse("in: is:").is_untyped
    assert not parse("in: door").is_untyped
    assert not parse("").is_untyped
    assert not parse(".").is_untyped


def test_a_value_in_quotes_is_told_from_a_word() -> None:
    assert [each.is_quoted for each in parse('in:files in:"files" in:«files').operators] == [False, True]


def test_a_word_keeps_the_operator_that_it_was_meant_to_be() -> None:
    refused = [term.refused for term in parse("door is:dnoe -is:opne note:this").terms]
    assert [each and (each.name, each.value, each.is_negated) for each in refused] == [
        *(None, ("is", "dnoe", False), ("is", "opne", True), None),
    ]


def test_a_term_keeps_what_was_typed() -> None:
    assert [term.raw for term in parse('Door, -"Dark Blue" «x»').terms] == ["Door,", '-"Dark Blue"', "«x»"]


def test_a_query_knows_what_must_be_there_and_what_must_not() -> None:
    query = parse("door -blue -red")
    assert [term.text for term in query.positive] == ["door"]
    assert [term.text for term in query.negative] == ["blue", "red"]
    assert query
    assert parse("in:chat")
    assert not parse(" - ")


@given(st.one_of(any_text(), st.text(':-"«»<>= \tabв', max_size=40)))
def test_every_text_is_a_query_of_bounded_size(text: str) -> None:
    query = parse(text)
    assert len(query.terms) <= MAX_TERMS
    for term in query.terms:
        assert term.text == term.text.strip() != ""
    if query.terms and not query.operators:
        assert query.positive


def test_a_long_text_is_cut() -> None:
    assert len(parse("a1 " * 1000).terms) == 1
    assert len(parse(" ".join(f"w{number}" for number in range(1000))).terms) == MAX_TERMS
    assert len(parse("x" * 1000).terms[0].text) == MAX_LENGTH
    assert len(parse("in:a " * 1000).operators) == 1
