"""Keys of positions: byte for byte those of the library that made the keys in people's databases."""

from itertools import pairwise

import pytest
from fractional_indexing import generate_key_between, generate_n_keys_between
from hypothesis import assume, given
from hypothesis import strategies as st

from boards.fractional_index import DIGITS, HEADS, SMALLEST, key_between, keys_between

WIDTHS = {head: abs(HEADS.index(head) - 25.5) + 0.5 for head in HEADS}


@st.composite
def keys(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from([*HEADS, *"YZab" * 8]))
    digits = draw(st.text(DIGITS, min_size=int(WIDTHS[head]), max_size=int(WIDTHS[head])))
    edge = draw(st.sampled_from(["", "0", "z"]))
    key = head + (edge * len(digits) or digits) + draw(st.text(DIGITS, max_size=5)).rstrip("0")
    assume(key != SMALLEST)
    return key


ends = st.one_of(st.none(), keys())


@given(ends, ends)
def test_a_key_is_the_librarys(low: str | None, high: str | None) -> None:
    low, high = in_order(low, high)
    key = key_between(low, high)
    assert key == generate_key_between(low, high)
    assert low is None or low < key
    assert high is None or key < high


@given(st.data())
def test_a_key_between_close_neighbours_is_the_librarys(data: st.DataObject) -> None:
    low = data.draw(keys())
    high = low + data.draw(st.text("01yz", min_size=1, max_size=8)).rstrip("0") + "1"
    assert key_between(low, high) == generate_key_between(low, high)


@given(ends, ends, st.integers(0, 150))
def test_many_keys_are_the_librarys(low: str | None, high: str | None, number: int) -> None:
    low, high = in_order(low, high)
    made = keys_between(low, high, number)
    assert made == generate_n_keys_between(low, high, number)
    assert all(one < next_ for one, next_ in pairwise(made))


@given(st.lists(st.integers(min_value=0), max_size=300))
def test_whatever_is_put_where_the_order_holds(places: list[int]) -> None:
    row: list[str] = []
    for place in places:
        at = place % (len(row) + 1)
        row.insert(at, key_between(row[at - 1] if at else None, row[at] if at < len(row) else None))
    assert row == sorted(set(row))


def test_the_first_keys_and_those_at_a_change_of_width() -> None:
    assert keys_between(None, None, 3) == ["a0", "a1", "a2"]
    assert [key_between(*ends) for ends in (("az", None), (None, "Z0"), (None, "a0"), ("a0", "a1"))] == [
        *("b00", "Yzz", "Zz", "a0V"),
    ]
    assert key_between("z" * 27, None) == "z" * 27 + "V"
    assert key_between(None, SMALLEST + "1") == SMALLEST + "0V"


@pytest.mark.parametrize("key", ["", "a", "b0", "0", "-a0", "a00", "a10", SMALLEST, "é0"])
def test_what_is_no_key_is_refused(key: str) -> None:
    for low, high in ((key, None), (None, key)):
        with pytest.raises(ValueError, match="key"):
            key_between(low, high)


@pytest.mark.parametrize(("low", "high"), [("a1", "a0"), ("a1", "a1"), ("b00", "a1V")])
def test_neighbours_in_the_wrong_order_are_refused(low: str, high: str) -> None:
    with pytest.raises(ValueError, match="not below"):
        key_between(low, high)
    with pytest.raises(ValueError, match="not below"):
        keys_between(low, high, 2)


def in_order(low: str | None, high: str | None) -> tuple[str | None, str | None]:
    if low is None or high is None:
        return low, high
    assume(low != high)
    return min(low, high), max(low, high)
