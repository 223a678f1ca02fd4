"""Rooms: the sockets of this process that follow a project, and the last event delivered to them.

Events may arrive in any order, twice, or never. A room delivers each event once, in the order of seq, and
reads missing ones from the log.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import orjson

from core.batching import threaded
from projects.events.log import EventWire, encode, events_after, redacted_wire
from projects.realtime.fragments import fragment_renderers, with_html
from projects.realtime.project_watch import ProjectWatch
from projects.realtime.sockets import MessageBatch, Socket

log = logging.getLogger("kanban.rooms")

GAP_SECONDS = 0.05
"""Time that a missing event has to arrive by itself before the log is read."""

LAST_EVENTS = ("member.removed", "project.deleted")
"""Types of events after which a member, or everyone, is no longer in the room."""

FILL_ROWS = 500
FILL_CHARACTERS = 1024 * 1024
"""Limits of one reading of the log: about half of what a socket's queue can hold."""


@dataclass(slots=True)
class Broadcast:
    """An event to be broadcast: encoded once; every socket gets the same text."""

    seq: int
    type: str
    text: str

    @classmethod
    def of(cls, wire: EventWire) -> "Broadcast":
        return cls(wire["seq"], wire["type"], encode(wire))

    @property
    def wire(self) -> EventWire:
        return orjson.loads(self.text)


class EventBatch:
    """Consecutive events that are delivered together."""

    __slots__ = ("events", "first", "last", "messages")

    def __init__(self, events: list[Broadcast]) -> None:
        self.events = events
        self.first, self.last = events[0].seq, events[-1].seq
        self.messages = MessageBatch([event.text for event in events])

    def after(self, seq: int) -> "EventBatch":
        return self if self.first > seq else EventBatch([event for event in self.events if event.seq > seq])


class Follower:
    """A socket in a room. `seq` is the last event it was given.

    Until its join is answered `seq` is None, and events are held back for it.
    """

    __slots__ = ("_held", "language", "seq", "socket")

    def __init__(self, socket: Socket, language: str | None) -> None:
        self.socket, self.language = socket, language
        self.seq: int | None = None
        self._held: list[EventBatch] | None = []

    def take(self, batch: EventBatch) -> None:
        """Send the events that the socket does not have yet, or hold them back."""
        if self.seq is None:
            assert self._held is not None
            self._held.append(batch)
        elif batch.last > self.seq:
            self.socket.push_batch(batch.after(self.seq).messages)
            self.seq = batch.last

    def start(self, seq: int) -> None:
        """Go live after `seq`: send what was held back."""
        self.seq = seq
        held, self._held = self._held or [], None
        for batch in held:
            self.take(batch)


class HtmlFollowers:
    """The followers of one language that want HTML. Events reach them in order, each after its rendering."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.followers: set[Follower] = set()
        self._queue: list[Broadcast] = []
        self._task: asyncio.Task[None] | None = None

    def take(self, batch: EventBatch) -> None:
        """Deliver events that need no rendering at once, unless earlier ones are being rendered."""
        if self._task is None and not any(event.type in fragment_renderers for event in batch.events):
            self._deliver(batch)
            return
        self._queue.extend(batch.events)
        if self._task is None:
            self._task = asyncio.create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._queue:
                event = self._queue.pop(0)
                text = await self._rendered(event)
                self._deliver(EventBatch([Broadcast(event.seq, event.type, text)]))
        finally:
            self._task = None

    async def _rendered(self, event: Broadcast) -> str:
        """Return the event's text with its HTML; without it if the rendering fails."""
        if event.type not in fragment_renderers:
            return event.text
        try:
            return encode(await threaded(with_html)(event.wire, self.language))
        except Exception:
            log.exception("fragment", extra={"facts": {"event": event.type, "seq": event.seq}})
            return event.text

    def _deliver(self, batch: EventBatch) -> None:
        for follower in list(self.followers):
            follower.take(batch)


class Room:
    """A project's followers in this process, and the watches of those who see its tile.

    `seq` is the last event delivered, None until the log's head is known. `sockets_per_user` counts the
    sockets that have joined. `subscribed` says that the channel layer delivers the project's events here.
    `last_presence` is the presence that the followers were last told.
    """

    def __init__(self, project_id: UUID) -> None:
        self.project_id = project_id
        self.seq: int | None = None
        self.followers: dict[Socket, Follower] = {}
        self.watches: dict[Socket, ProjectWatch] = {}
        self.sockets_per_user: Counter[str] = Counter()
        self.subscribed = False
        self.last_presence = b""
        self._html_followers: dict[str, HtmlFollowers] = {}
        self._waiting: dict[int, Broadcast] = {}
        self._draining = False
        self._filling: asyncio.Task[None] | None = None

    def enter(self, socket: Socket, language: str | None) -> Follower:
        """Let a socket in; events are held back until `admit`. `language` is given if it wants HTML."""
        self.leave(socket)
        follower = self.followers[socket] = Follower(socket, language)
        socket.project_ids.append(self.project_id)
        if language:
            self._html_followers.setdefault(language, HtmlFollowers(language)).followers.add(follower)
        return follower

    def leave(self, socket: Socket) -> bool:
        """Take a socket out. Returns whether it was in the room."""
        follower = self.followers.pop(socket, None)
        if follower is None:
            return False
        socket.project_ids.remove(self.project_id)
        if follower.seq is not None:
            self._count(socket, -1)
        if follower.language:
            self._html_followers[follower.language].followers.discard(follower)
        return True

    def admit(self, follower: Follower, seq: int) -> None:
        """Make a follower live. The answer to its join held everything up to `seq`; later events follow."""
        follower.start(seq)
        if self.followers.get(follower.socket) is follower:
            self._count(follower.socket, 1)
        self._begin(seq)

    def watch(self, watch: ProjectWatch, head: int) -> None:
        """Let a watch in. Its socket knows the project up to `head`."""
        self.watches[watch.socket] = watch
        self._begin(head)
        if self.seq != head:
            watch.note(self.project_id)

    def _begin(self, seq: int) -> None:
        if self.seq is None:
            self.seq = seq
            self._drain()

    def take(self, event: Broadcast) -> None:
        """Accept an event. All events of one turn of the loop are delivered together in the next turn."""
        if self.seq is not None and event.seq <= self.seq:
            return
        self._waiting[event.seq] = event
        if self.seq is not None and not self._draining:
            self._draining = True
            asyncio.get_running_loop().call_soon(self._drain)

    def catch_up(self, head: int) -> bool:
        """Read missing events if the log's `head` is ahead of the room. Returns whether it was."""
        behind = self.seq is not None and head > self.seq
        if behind:
            self._fill(delay=0)
        return behind

    def signal(self, text: str, *, to: Callable[[Socket], bool] = bool, watches: bool = False) -> None:
        """Send a signal: a message without seq, never logged. `watches`: it changes a tile of the project."""
        batch = MessageBatch([text])
        for socket, follower in list(self.followers.items()):
            if follower.seq is not None and socket.identity is not None and to(socket):
                socket.push_batch(batch)
        for socket, watch in self.watches.items() if watches else ():
            if to(socket):
                watch.note(self.project_id)

    def _count(self, socket: Socket, by: int) -> None:
        assert socket.identity is not None
        user = str(socket.identity.user_id)
        self.sockets_per_user[user] += by
        if not self.sockets_per_user[user]:
            del self.sockets_per_user[user]

    def _drain(self) -> None:
        """Deliver the waiting events up to the first gap; have a gap filled from the log."""
        assert self.seq is not None
        self._draining = False
        ready: list[Broadcast] = []
        while (event := self._waiting.pop(self.seq + 1, None)) is not None:
            self.seq += 1
            ready.append(event)
            if event.type in LAST_EVENTS:
                self._deliver(EventBatch(ready))
                self._remove_followers(event)
                ready = []
        if ready:
            self._deliver(EventBatch(ready))
        self._waiting = {seq: event for seq, event in self._waiting.items() if seq > self.seq}
        if self._waiting:
            self._fill(delay=GAP_SECONDS)

    def _deliver(self, batch: EventBatch) -> None:
        for follower in list(self.followers.values()):
            if follower.language is None:
                follower.take(batch)
        for html_followers in self._html_followers.values():
            html_followers.take(batch)
        for watch in self.watches.values():
            watch.note(self.project_id)

    def _remove_followers(self, last: Broadcast) -> None:
        """Send the event as the last one to the removed member's sockets, or to all; then take them out."""
        user_id = last.wire["payload"].get("userId")
        for follower in [each for each in self.followers.values() if _is_of(each.socket, user_id)]:
            follower.take(EventBatch([last]))
            self.leave(follower.socket)
        self.watches = {key: watch for key, watch in self.watches.items() if not _is_of(key, user_id)}

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


def _is_of(socket: Socket, user_id: str | None) -> bool:
    """Return whether the socket is one of the user; None means anybody."""
    return user_id is None or (socket.identity is not None and str(socket.identity.user_id) == user_id)


def _read_log(project_id: UUID, since: int) -> list[Broadcast]:
    """Read events after `since`, as many as fit a socket's queue; the next check of heads finds the rest."""
    events: list[Broadcast] = []
    length = 0
    for wire in redacted_wire(events_after(project_id, since)[:FILL_ROWS]):
        events.append(Broadcast.of(wire))
        length += len(events[-1].text)
        if length > FILL_CHARACTERS:
            break
    return events
