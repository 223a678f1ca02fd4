"""What reads the log behind the commits, at its own pace, such as notifications."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class LogReader:
    """Keeps its own place in each log.

    `read` goes on from there in one project, in any thread of any process; it is called after events of
    `types`, and when a room finds that it was not told of some. `catch_up` goes on everywhere; it is called
    when a server starts.
    """

    types: frozenset[str]
    read: Callable[[UUID], None]
    catch_up: Callable[[], None]


LOG_READERS: list[LogReader] = []
