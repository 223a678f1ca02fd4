"""A token bucket per socket: a steady rate of frames, with bursts."""

import time

MAX_REFUSED = 100
"""Refused frames in a row before the socket is closed."""


class TokenBucket:
    """Allows `rate` frames per second on average and `burst` at once."""

    def __init__(self, *, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.filled_at = burst, time.monotonic()
        self.refused = 0

    def take(self) -> bool:
        """Take a token for one frame. False means that the frame must be refused."""
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
    def is_flooded(self) -> bool:
        return self.refused >= MAX_REFUSED
