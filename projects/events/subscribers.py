"""Log subscribers: code that reads the log after the commits, at its own pace, such as notifications."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from core.registry import ListRegistry

Read = Callable[[UUID], None]


@dataclass(frozen=True)
class LogSubscriber:
    """A reader of the log that stores its own position in each project.

    `read` goes on from that position in one project, in any thread of any process. It is called after events
    of `types`, and when a room finds that it missed some. `catch_up` goes on in all projects; it is called
    when a server starts.
    """

    types: frozenset[str]
    read: Read
    catch_up: Callable[[], None]


log_subscribers: ListRegistry[LogSubscriber] = ListRegistry(
    f"{__name__}.log_subscribers", used="events of certain types have been committed, or a server starts"
)


def log_subscriber(*, types: frozenset[str], catch_up: Callable[[], None]) -> Callable[[Read], Read]:
    """Register the function that reads on in one project after events of `types`."""

    def register(read: Read) -> Read:
        log_subscribers.add(LogSubscriber(types, read, catch_up), module=read.__module__)
        return read

    return register
