"""Buckets of many keys take bounded memory, and a new key costs no search."""

import pytest

from core import token_bucket
from core.token_bucket import TokenBuckets


def test_the_bucket_that_was_used_longest_ago_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_bucket, "MAX_BUCKETS", 2)
    buckets = TokenBuckets()

    def waits(key: str) -> bool:
        return buckets.take(key, rate=0.001, burst=1) is not None

    assert [waits("ada"), waits("bob"), waits("ada"), waits("cleo")] == [False, False, True, False]
    assert [waits("ada"), waits("bob")] == [True, False]
