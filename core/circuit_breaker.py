"""After a failure something is left alone for a moment, so that an outage does not slow everything."""

import logging
import time

log = logging.getLogger("kanban.breaker")

PAUSE_SECONDS = 5.0


class Breaker:
    def __init__(self, name: str) -> None:
        self.name = name
        self._closed_until = 0.0

    @property
    def open(self) -> bool:
        return time.monotonic() >= self._closed_until

    def trip(self, error: Exception) -> None:
        log.warning("away", extra={"facts": {"what": self.name, "error": type(error).__name__}})
        self._closed_until = time.monotonic() + PAUSE_SECONDS
