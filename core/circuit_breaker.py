"""A circuit breaker: after a failure a service is not called for a while, so its outage slows nothing else.

States are named as in the pattern: *closed* lets calls through; *open* does not.
"""

import logging
import time

log = logging.getLogger("kanban.circuit_breaker")

OPEN_SECONDS = 5.0


class CircuitBreaker:
    """Opens at the first failure and closes by itself after `OPEN_SECONDS`. `name` is for the log."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        """True while calls must not be made."""
        return time.monotonic() < self._open_until

    def record_failure(self, error: Exception) -> None:
        log.warning(
            "away: circuit opened", extra={"facts": {"what": self.name, "error": type(error).__name__}}
        )
        self._open_until = time.monotonic() + OPEN_SECONDS
