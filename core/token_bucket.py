"""Token buckets: a steady rate of frames or requests, with bursts."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable

MAX_REFUSED = 100
"""Refused frames in a row before a socket is closed."""

MAX_BUCKETS = 10_000
"""Buckets of one `TokenBuckets`; beyond that the one that was used longest ago is dropped."""


class TokenBucket:
    """Allows `rate` frames per second on average and `burst` at once."""

    def __init__(self, *, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.filled_at = burst, time.monotonic()
        self.refused = 0

    def take(self, count: float = 1) -> bool:
        """Take a token for one frame, or `count`. False means that the frame must be refused."""
        self._fill()
        if self.tokens < count:
            self.refused += 1
            return False
        self.tokens -= count
        self.refused = 0
        return True

    @property
    def is_flooded(self) -> bool:
        return self.refused >= MAX_REFUSED

    @property
    def wait(self) -> int:
        """Whole seconds until the next token, at least one."""
        return max(1, math.ceil((1 - self.tokens) / self.rate)) if self.rate else 60

    def _fill(self) -> None:
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now


class TokenBuckets:
    """A token bucket for each key, in this process. Safe from any thread."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[Hashable, TokenBucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: Hashable, *, rate: float, burst: float) -> int | None:
        """Take a token. Return None, or the seconds to wait where there is none."""
        with self._lock:
            bucket = self._buckets.get(key)
            if bucket is None:
                bucket = self._buckets[key] = TokenBucket(rate=rate, burst=burst)
                if len(self._buckets) > MAX_BUCKETS:
                    self._buckets.popitem(last=False)
            else:
                self._buckets.move_to_end(key)
            return None if bucket.take() else bucket.wait

    def clear(self) -> None:
        with self._lock:
            self._buckets.clear()
