"""A token bucket for each socket: a steady rate, with bursts."""

import time

PATIENCE = 100
"""So many refused frames in a row end the socket."""


class Bucket:
    def __init__(self, *, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.filled_at = burst, time.monotonic()
        self.refused = 0

    def take(self) -> bool:
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        if self.tokens < 1:
            self.refused += 1
            return False
        self.tokens -= 1
        self.refused = 0
        return True

    @property
    def overflowing(self) -> bool:
        return self.refused >= PATIENCE
