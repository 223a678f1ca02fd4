"""The account of tests that pass only at their second try."""

import datetime as dt
from typing import Any

from tests.support.second_tries import MAX_ENTRIES, MAX_FAILURES, ROOT, judge, listed, note

KNOWN: dict[str, Any] = {
    "id": "tests/a.py::test_known",
    "since": dt.date(2026, 11, 30),
    "reason": "A slow machine.",
}


def test_the_list_is_short_and_each_entry_has_a_reason():
    entries = listed()
    assert len(entries) <= MAX_ENTRIES
    for entry in entries:
        assert entry.keys() == {"id", "since", "reason"}
        assert entry["reason"].strip()
        assert (ROOT / entry["id"].partition("::")[0]).is_file()


def test_a_first_second_try_passes_and_is_named():
    passes, lines = judge(["tests/a.py::test_new"], [KNOWN])
    assert passes
    assert lines == ["SECOND TRY: tests/a.py::test_new. List it in tests/second_tries.toml with the reason."]


def test_a_second_try_of_a_listed_test_fails_the_run():
    passes, lines = judge([KNOWN["id"]], [KNOWN])
    assert not passes
    assert "needed a second try again" in lines[0]


def test_a_full_list_takes_no_more():
    full = [KNOWN | {"id": f"tests/a.py::test_{number}"} for number in range(MAX_ENTRIES)]
    assert not judge(["tests/a.py::test_new"], full)[0]


def test_many_failures_get_no_second_try():
    assert note(["test"] * MAX_FAILURES) is None
    assert note(["test"] * (MAX_FAILURES + 1)) == "6 tests failed: more than 5 get no second try."
