"""JSON for clients: whatever a stored row holds is written, as near to it as JSON and JavaScript allow."""

import json
from typing import Any

import orjson
import pytest

from core.encoding import MAX_DEPTH, to_json


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        (
            {"seq": 2**64 - 1, "low": -(2**63), "flag": True},
            {"seq": 2**64 - 1, "low": -(2**63), "flag": True},
        ),
        ({"cards": [{"number": 10**30}], "flag": False}, {"cards": [{"number": 1e30}], "flag": False}),
        ([10**400, -(10**400), 1], [None, None, 1]),
        ({"\ud800": "a\udfffb"}, {"\ufffd": "a\ufffdb"}),
    ],
    ids=["bounds", "long", "beyond a fraction", "surrogates"],
)
def test_values_that_json_cannot_carry_are_replaced_alone(stored: Any, written: Any) -> None:
    assert json.loads(to_json(stored)) == written


def test_what_is_nested_too_deeply_ends_in_null() -> None:
    assert to_json({"deep": nested(MAX_DEPTH + 500), "flat": 1}).endswith(b',"flat":1}')


def test_json_that_is_ready_stays_beside_an_odd_value() -> None:
    answer = {"events": orjson.Fragment(b'[{"seq":1}]'), "odd": 2**70}
    assert json.loads(to_json(answer))["events"] == [{"seq": 1}]
