"""A room: the sockets of this process that follow one project, and the last event delivered to them.

Events come in any order, twice or never; a room delivers each once, in order of seq, and fills holes from the
log.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from channels.db import database_sync_to_async

from projects.events import encode, log_after, served
from projects.fragments import RENDERERS, with_html
from projects.sockets import Socket

log = logging.getLogger("kanban.rooms")

HOLE_SECONDS = 0.05
FILL_ROWS = 500
FILL_LENGTH = 1024 * 1024


def threaded(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """`function` in a thread of the pool: by default all sockets of a process share one database thread."""
    return database_sync_to_async(function, thread_sensitive=False)


@dataclass
class Broadcast:
    """An event on its way: encoded once, handed to every socket as it is."""

    seq: int
    type: str
    text: str

    @classmethod
    def of(cls, wire: dict[str, Any]) -> "Broadcast":
        return cls(wire["seq"], wire["type"], encode(wire))

    @property
    def wire(self) -> dict[str, Any]:
        return orjson.loads(self.text)


@dataclass(eq=False)
class Follower:
    """A socket in a room. Until its join is answered (`seq` None) events are held for it."""

    socket: Socket
    language: str | None
    seq: int | None = None
    held: list[tuple[int, str]] = field(default_factory=list)

    def take(self, seq: int, text: str) -> None:
        if self.seq is None:
            self.held.append((seq, text))
        elif seq > self.seq:
            self.seq = seq
            self.socket.push(text)

    def start(self, seq: int) -> None:
        """The join's answer went out and told everything up to `seq`."""
        self.seq = seq
        held, self.held = self.held, []
        for later, text in held:
            self.take(later, text)


class Pages:
    """The followers of one language that want html: events reach them in order, each after its rendering."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.followers: set[Follower] = set()
        self._queue: list[Broadcast] = []
        self._task: asyncio.Task[None] | None = None

    def take(self, event: Broadcast) -> None:
        if self._task is None and event.type not in RENDERERS:
            self._deliver(event.seq, event.text)
            return
        self._queue.append(event)
        if self._task is None:
            self._task = asyncio.create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._queue:
                event = self._queue.pop(0)
                self._deliver(event.seq, await self._rendered(event))
        finally:
            self._task = None

    async def _rendered(self, event: Broadcast) -> str:
        if event.type not in RENDERERS:
            return event.text
        try:
            return encode(await threaded(with_html)(event.wire, self.language))
        except Exception:
            log.exception("fragment", extra={"facts": {"event": event.type, "seq": event.seq}})
            return event.text

    def _deliver(self, seq: int, text: str) -> None:
        for follower in list(self.followers):
            follower.take(seq, text)


class Room:
    """`seq` is None until the log's head is known."""

    def __init__(self, project_id: UUID) -> None:
        self.project_id = project_id
        self.seq: int | None = None
        self.followers: dict[Socket, Follower] = {}
        self.subscribed = False
        self.present: list[dict[str, str]] = []
        self._pages: dict[str, Pages] = {}
        self._waiting: dict[int, Broadcast] = {}
        self._filling: asyncio.Task[None] | None = None

    def enter(self, socket: Socket, language: str | None) -> Follower:
        """`language` is given by a page that wants html."""
        self.leave(socket)
        follower = self.followers[socket] = Follower(socket, language)
        if language:
            self._pages.setdefault(language, Pages(language)).followers.add(follower)
        return follower

    def leave(self, socket: Socket) -> bool:
        follower = self.followers.pop(socket, None)
        if follower is not None and follower.language:
            self._pages[follower.language].followers.discard(follower)
        return follower is not None

    def open_at(self, seq: int) -> None:
        if self.seq is None:
            self.seq = seq
            self._drain()

    def take(self, event: Broadcast) -> None:
        if self.seq is not None and event.seq <= self.seq:
            return
        self._waiting[event.seq] = event
        if self.seq is not None:
            self._drain()

    def catch_up(self, head: int) -> bool:
        """The log is known to reach `head`; whatever is missing here is read from it. Whether anything is."""
        behind = self.seq is not None and head > self.seq
        if behind:
            self._fill(delay=0)
        return behind

    def signal(self, text: str, *, to: Callable[[Socket], bool] = lambda socket: True) -> None:
        """Typing, presence and the like: no seq, no order, no log."""
        for socket, follower in list(self.followers.items()):
            if follower.seq is not None and socket.identity is not None and to(socket):
                socket.push(text)

    def _drain(self) -> None:
        assert self.seq is not None
        while (event := self._waiting.pop(self.seq + 1, None)) is not None:
            self.seq += 1
            self._deliver(event)
        self._waiting = {seq: event for seq, event in self._waiting.items() if seq > self.seq}
        if self._waiting:
            self._fill(delay=HOLE_SECONDS)

    def _deliver(self, event: Broadcast) -> None:
        for follower in list(self.followers.values()):
            if follower.language is None:
                follower.take(event.seq, event.text)
        for pages in self._pages.values():
            pages.take(event)
        if event.type == "member.removed":
            self._dismiss(event)

    def _dismiss(self, removal: Broadcast) -> None:
        """Who is no member any more hears of that, and then nothing."""
        user_id = removal.wire["payload"]["userId"]
        for socket, follower in list(self.followers.items()):
            if socket.identity is not None and str(socket.identity.user_id) == user_id:
                follower.take(removal.seq, removal.text)
                self.leave(socket)

    def _fill(self, *, delay: float) -> None:
        if self._filling is None:
            self._filling = asyncio.create_task(self._fill_from_log(delay))

    async def _fill_from_log(self, delay: float) -> None:
        try:
            await asyncio.sleep(delay)
            if delay and not self._waiting:
                return
            for event in await threaded(_read_log)(self.project_id, self.seq or 0):
                self._waiting[event.seq] = event
        except Exception:
            log.warning("log not readable", exc_info=True)
        finally:
            self._filling = None
        if self._waiting:
            self._drain()


def _read_log(project_id: UUID, since: int) -> list[Broadcast]:
    """As much as the queue of a socket can hold; the heads tell that there is more."""
    found: list[Broadcast] = []
    length = 0
    for wire in served(log_after(project_id, since)[:FILL_ROWS]):
        found.append(Broadcast.of(wire))
        length += len(found[-1].text)
        if length > FILL_LENGTH:
            break
    return found
