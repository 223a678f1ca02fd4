"""A room: the sockets of this process that follow one project, and the last event delivered to them.

Events come in any order, twice or never; a room delivers each once, in order of seq, and fills holes from the
log.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from core.batching import threaded
from projects.events.log import encode, log_after, served
from projects.realtime.fragments import RENDERERS, with_html
from projects.realtime.sockets import Parcel, Socket

log = logging.getLogger("kanban.rooms")

HOLE_SECONDS = 0.05
FILL_ROWS = 500
FILL_LENGTH = 1024 * 1024


@dataclass(slots=True)
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


class Stretch:
    """Events in a row, handed on together."""

    __slots__ = ("events", "first", "last", "parcel")

    def __init__(self, events: list[Broadcast]) -> None:
        self.events = events
        self.first, self.last = events[0].seq, events[-1].seq
        self.parcel = Parcel([event.text for event in events])

    def after(self, seq: int) -> "Stretch":
        return self if self.first > seq else Stretch([event for event in self.events if event.seq > seq])


class Follower:
    """A socket in a room. Until its join is answered (`seq` None) events are held for it."""

    __slots__ = ("_held", "language", "seq", "socket")

    def __init__(self, socket: Socket, language: str | None) -> None:
        self.socket, self.language = socket, language
        self.seq: int | None = None
        self._held: list[Stretch] | None = []

    def take(self, stretch: Stretch) -> None:
        if self.seq is None:
            assert self._held is not None
            self._held.append(stretch)
        elif stretch.last > self.seq:
            self.socket.hand(stretch.after(self.seq).parcel)
            self.seq = stretch.last

    def start(self, seq: int) -> None:
        self.seq = seq
        held, self._held = self._held or [], None
        for stretch in held:
            self.take(stretch)


class Pages:
    """The followers of one language that want html: events reach them in order, each after its rendering."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.followers: set[Follower] = set()
        self._queue: list[Broadcast] = []
        self._task: asyncio.Task[None] | None = None

    def take(self, stretch: Stretch) -> None:
        if self._task is None and not any(event.type in RENDERERS for event in stretch.events):
            self._deliver(stretch)
            return
        self._queue.extend(stretch.events)
        if self._task is None:
            self._task = asyncio.create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._queue:
                event = self._queue.pop(0)
                text = await self._rendered(event)
                self._deliver(Stretch([Broadcast(event.seq, event.type, text)]))
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

    def _deliver(self, stretch: Stretch) -> None:
        for follower in list(self.followers):
            follower.take(stretch)


class Room:
    """`seq` is None until the log's head is known; `people` have so many sockets here that have joined."""

    def __init__(self, project_id: UUID) -> None:
        self.project_id = project_id
        self.seq: int | None = None
        self.followers: dict[Socket, Follower] = {}
        self.people: Counter[str] = Counter()
        self.subscribed = False
        self.present = b""
        self._pages: dict[str, Pages] = {}
        self._waiting: dict[int, Broadcast] = {}
        self._draining = False
        self._filling: asyncio.Task[None] | None = None

    def enter(self, socket: Socket, language: str | None) -> Follower:
        """`language` is given by a page that wants html."""
        self.leave(socket)
        follower = self.followers[socket] = Follower(socket, language)
        socket.project_ids.append(self.project_id)
        if language:
            self._pages.setdefault(language, Pages(language)).followers.add(follower)
        return follower

    def leave(self, socket: Socket) -> bool:
        follower = self.followers.pop(socket, None)
        if follower is None:
            return False
        socket.project_ids.remove(self.project_id)
        if follower.seq is not None:
            self._count(socket, -1)
        if follower.language:
            self._pages[follower.language].followers.discard(follower)
        return True

    def admit(self, follower: Follower, seq: int) -> None:
        """The join's answer went out and told everything up to `seq`; what came since follows it."""
        follower.start(seq)
        if self.followers.get(follower.socket) is follower:
            self._count(follower.socket, 1)
        if self.seq is None:
            self.seq = seq
            self._drain()

    def take(self, event: Broadcast) -> None:
        """What comes in one turn of the loop is handed on together in the next."""
        if self.seq is not None and event.seq <= self.seq:
            return
        self._waiting[event.seq] = event
        if self.seq is not None and not self._draining:
            self._draining = True
            asyncio.get_running_loop().call_soon(self._drain)

    def catch_up(self, head: int) -> bool:
        """The log is known to reach `head`; whatever is missing here is read from it. Whether anything is."""
        behind = self.seq is not None and head > self.seq
        if behind:
            self._fill(delay=0)
        return behind

    def signal(self, text: str, *, to: Callable[[Socket], bool] = lambda socket: True) -> None:
        """Typing, presence and the like: no seq, no order, no log."""
        parcel = Parcel([text])
        for socket, follower in list(self.followers.items()):
            if follower.seq is not None and socket.identity is not None and to(socket):
                socket.hand(parcel)

    def _count(self, socket: Socket, by: int) -> None:
        assert socket.identity is not None
        user = str(socket.identity.user_id)
        self.people[user] += by
        if not self.people[user]:
            del self.people[user]

    def _drain(self) -> None:
        assert self.seq is not None
        self._draining = False
        ready: list[Broadcast] = []
        while (event := self._waiting.pop(self.seq + 1, None)) is not None:
            self.seq += 1
            ready.append(event)
            if event.type == "member.removed":
                self._deliver(Stretch(ready))
                self._dismiss(event)
                ready = []
        if ready:
            self._deliver(Stretch(ready))
        self._waiting = {seq: event for seq, event in self._waiting.items() if seq > self.seq}
        if self._waiting:
            self._fill(delay=HOLE_SECONDS)

    def _deliver(self, stretch: Stretch) -> None:
        for follower in list(self.followers.values()):
            if follower.language is None:
                follower.take(stretch)
        for pages in self._pages.values():
            pages.take(stretch)

    def _dismiss(self, removal: Broadcast) -> None:
        """Who is no member any more hears of that, and then nothing."""
        user_id = removal.wire["payload"]["userId"]
        for socket, follower in list(self.followers.items()):
            if socket.identity is not None and str(socket.identity.user_id) == user_id:
                follower.take(Stretch([removal]))
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
