"""What is marked in a text, and which part of a long text is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.folding import fold
from core.search.highlights import excerpt, highlights
from core.search.matcher import Quality, match
from core.search.query import parse
from tests.search.texts import any_text


def marked(text: str, query: str) -> str:
    """The text with [brackets] around what is marked."""
    for start, end in reversed(highlights(text, parse(query))):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("strasse", "Die [Straße] ist lang"),
        ("stras", "[Straß]e"),
        ("cafe", "[Cafe\u0301] und [CAFÉ]"),
        ("final file", "[ﬁle] report_[final].txt"),
        ("load", "upload the [load], reload"),
        ("load", "up[load]"),
        ("cards", "[cards] and a [card]"),
        ("карточка", "[карточку] и [карточка]"),
        ("타워", "서울[타워]에서"),
        ("タワー", "東京[タワー]へ"),
        ("👍", "ok [👍]🏽!"),
        ("❤", "a [❤\ufe0f] b"),
        ("softhyphen", "a [soft\xadhyphen]."),
        ('"two words"', "not two, [two\u00a0 words]!"),
        ("a -b", "[a] b"),
        ("author:ada", "author ada"),
    ],
)
def test_what_was_found_is_marked_as_it_is_written(query: str, shown: str) -> None:
    assert marked(shown.replace("[", "").replace("]", ""), query) == shown


@given(any_text(), any_text(12))
def test_marks_are_in_order_and_apart(text: str, query: str) -> None:
    last = -1
    for start, end in highlights(text, parse(query)):
        assert last < start < end <= len(text)
        last = end


@given(any_text(), st.data())
def test_every_word_that_is_a_hit_has_a_mark(text: str, data: st.DataObject) -> None:
    words = text.split()
    query = parse(data.draw(st.sampled_from(words))) if words else parse("")
    for term in query.positive:
        if match(term, fold(text)) > Quality.NONE:
            assert highlights(text, query), term


@given(any_text(300), any_text(8), st.integers(0, 80))
def test_an_excerpt_is_a_part_of_the_text_with_its_marks(text: str, query: str, margin: int) -> None:
    shown, marks = excerpt(text, parse(query), margin)
    assert shown.removeprefix("…").removesuffix("…") in " ".join(text.split())
    assert all(0 <= start < end <= len(shown) for start, end in marks)


def test_an_excerpt_shows_the_place_with_the_most_words() -> None:
    filler = "la " * 60
    shown, marks = excerpt(f"door {filler} the red\n door {filler}", parse("red door"))
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert [shown[start:end] for start, end in marks] == ["red", "door"]
    assert len(shown) < 150


def test_an_excerpt_without_a_hit_is_the_beginning() -> None:
    assert excerpt("word " * 100, parse("nothing"))[0] == f"{'word ' * 24}".rstrip() + "…"
    assert excerpt("short", parse("nothing")) == ("short", [])
