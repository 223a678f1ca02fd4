"""All rooms of this process, and its one ear on the channel layer.

Redis is an accelerator: every 2 s the heads of all open rooms are compared with the log, which is the truth.
"""

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

from channels.layers import get_channel_layer

from accounts.revocation import ENDINGS
from core.batching import threaded
from core.ids import new_id
from projects.events.subscribers import LOG_READERS
from projects.models import Project
from projects.realtime import presence_store
from projects.realtime.presence import Attendance
from projects.realtime.rooms import Broadcast, Room
from projects.realtime.sockets import Socket
from projects.realtime.user_sockets import People

log = logging.getLogger("kanban.hub")

HEADS_SECONDS = 2.0
LAYER_SECONDS = 3.0
STOP_SECONDS = 1.0
EVERYWHERE = "endings"
"""The group of all processes."""


def group_of(project_id: UUID | str) -> str:
    """Channels allows no colon in a group's name."""
    return f"project.{project_id}"


def publish(wire: dict[str, Any]) -> None:
    """Hands a committed event to every process, from whichever thread. Without a server here, rooms elsewhere
    find the event in the log."""
    HUB.call(HUB.announce, wire["projectId"], Broadcast.of(wire))


def audience(*, only: str = "", others_than: str = "") -> Callable[[Socket], bool]:
    """The sockets of one person, or of everyone but one; ids as text."""

    def chosen(socket: Socket) -> bool:
        user = str(socket.identity.user_id) if socket.identity else ""
        return user == only if only else user != others_than

    return chosen


class Hub:
    def __init__(self) -> None:
        self.process = str(new_id())
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begin()

    def _begin(self) -> None:
        self.rooms: dict[UUID, Room] = {}
        self.people = People(self._spread)
        self.attendance = Attendance(
            self.process, rooms=self.rooms, tell=lambda each: self.tell(each, {"type": "project.presence"})
        )
        self._tasks: set[asyncio.Task[Any]] = set()
        self._channel: str | None = None
        self._announced: defaultdict[str, list[list[Any]]] = defaultdict(list)
        self._unread: set[UUID] = set()
        self._reading: set[UUID] = set()

    def start(self) -> None:
        """Begins to listen on the running loop; again: does nothing."""
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        self._loop = loop
        self._begin()
        for work in (self._listen, self._follow_heads, self._catch_up):
            self.spawn(work())
        self.spawn(self.attendance.keep())
        self.spawn(self.people.sweep())

    async def stop(self) -> None:
        self._loop = None
        while tasks := list(self._tasks):
            for task in tasks:
                task.cancel()
            # A client of Redis that is just connecting can swallow it.
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        await presence_store.forget_process(self.process)

    def spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def call(self, function: Any, *args: Any) -> None:
        """`function` on the hub's loop, soon; from whichever thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *args)

    def room(self, project_id: UUID) -> Room:
        room = self.rooms.get(project_id)
        if room is None:
            room = self.rooms[project_id] = Room(project_id)
            self.spawn(self._subscribe(room))
        return room

    def rooms_of(self, socket: Socket) -> list[Room]:
        return [self.rooms[project_id] for project_id in socket.project_ids]

    def leave_all(self, socket: Socket) -> None:
        self.people.leave(socket)
        for room in self.rooms_of(socket):
            room.leave(socket)
            self.attendance.changed(room.project_id)

    # ── To the other processes ────────────────────────────────────────────────────────────────────

    def announce(self, project_id: str, event: Broadcast) -> None:
        room = self.rooms.get(UUID(project_id))
        if room is not None:
            self._hand(room, event)
        if any(event.type in reader.types for reader in LOG_READERS):
            self.read_on(UUID(project_id))
        if not self._announced:
            asyncio.get_running_loop().call_soon(self._tell_announced)
        self._announced[project_id].append([event.seq, event.type, event.text])

    def _tell_announced(self) -> None:
        """Together, what came in one turn of the loop."""
        announced, self._announced = self._announced, defaultdict(list)
        for project_id, events in announced.items():
            self.tell(project_id, {"type": "project.events", "events": events})

    def signal(
        self, project_id: UUID, text: str, *, audience_is: dict[str, str], besides: Socket | None = None
    ) -> None:
        """A signal to a project's sockets in every process; `audience_is` as in `audience`."""
        chosen = audience(**audience_is)
        room = self.rooms.get(project_id)
        if room is not None:
            room.signal(text, to=lambda socket: socket is not besides and chosen(socket))
        self.tell(project_id, {"type": "project.signal", "text": text, "audience": audience_is})

    def tell(self, project_id: UUID | str, message: dict[str, Any]) -> None:
        """`message` to the other processes that have a room of this project."""
        self.spawn(self._send(group_of(project_id), {**message, "project": str(project_id)}))

    def _spread(self, message: dict[str, Any]) -> None:
        self.spawn(self._send(EVERYWHERE, message))

    async def _send(self, group: str, message: dict[str, Any]) -> None:
        layer = get_channel_layer()
        try:
            await asyncio.wait_for(layer.group_send(group, {**message, "from": self.process}), LAYER_SECONDS)
        except Exception as error:
            log.warning(
                "channel layer away", extra={"facts": {"group": group, "error": type(error).__name__}}
            )

    # ── From the other processes ──────────────────────────────────────────────────────────────────

    async def _listen(self) -> None:
        layer = get_channel_layer()
        while True:
            try:
                self._channel = await layer.new_channel()
                await layer.group_add(EVERYWHERE, self._channel)
                await asyncio.gather(*(self._subscribe(room) for room in self.rooms.values()))
                while True:
                    self._take(await layer.receive(self._channel))
            except Exception as error:
                self._channel = None
                for room in self.rooms.values():
                    room.subscribed = False
                log.warning("channel layer away", extra={"facts": {"error": type(error).__name__}})
                await asyncio.sleep(1)

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("from") == self.process:
            return
        if "project" not in message:
            self.people.take(message)
            return
        room = self.rooms.get(UUID(message["project"]))
        if room is None:
            return
        if message["type"] == "project.events":
            for event in message["events"]:
                self._hand(room, Broadcast(*event))
        elif message["type"] == "project.signal":
            room.signal(message["text"], to=audience(**message["audience"]))
        elif message["type"] == "project.presence":
            self.attendance.changed(room.project_id, here=False)

    def _hand(self, room: Room, event: Broadcast) -> None:
        """Who is removed is out of the room, and soon out of what the others see of it."""
        room.take(event)
        if event.type == "member.removed":
            self.attendance.changed(room.project_id)

    async def _subscribe(self, room: Room) -> None:
        if self._channel is None or room.subscribed:
            return
        try:
            await asyncio.wait_for(
                get_channel_layer().group_add(group_of(room.project_id), self._channel), LAYER_SECONDS
            )
            room.subscribed = True
        except Exception as error:
            log.warning("channel layer away", extra={"facts": {"error": type(error).__name__}})

    # ── From the log ──────────────────────────────────────────────────────────────────────────────

    def read_on(self, project_id: UUID) -> None:
        """Those who read this project's log go on: one at a time, and once for all that comes meanwhile."""
        self._unread.add(project_id)
        if project_id not in self._reading:
            self._reading.add(project_id)
            self.spawn(self._read(project_id))

    async def _read(self, project_id: UUID) -> None:
        try:
            while project_id in self._unread:
                self._unread.discard(project_id)
                for reader in LOG_READERS:
                    await threaded(reader.read)(project_id)
        except Exception as error:
            log.warning("log not read on", extra={"facts": {"error": type(error).__name__}})
        finally:
            self._reading.discard(project_id)

    async def _catch_up(self) -> None:
        try:
            for reader in LOG_READERS:
                await threaded(reader.catch_up)()
        except Exception as error:
            log.warning("log not caught up with", extra={"facts": {"error": type(error).__name__}})

    async def _follow_heads(self) -> None:
        while True:
            await asyncio.sleep(HEADS_SECONDS * random.uniform(0.8, 1.2))
            try:
                await self._close_empty_rooms()
                for project_id, head in await threaded(_heads)(list(self.rooms)):
                    if self.rooms[project_id].catch_up(head):
                        self.read_on(project_id)
                for room in list(self.rooms.values()):
                    await self._subscribe(room)
            except Exception as error:
                log.warning("heads not read", extra={"facts": {"error": type(error).__name__}})

    async def _close_empty_rooms(self) -> None:
        for project_id, room in list(self.rooms.items()):
            if not room.followers:
                del self.rooms[project_id]
                if self._channel and room.subscribed:
                    await asyncio.wait_for(
                        get_channel_layer().group_discard(group_of(project_id), self._channel), LAYER_SECONDS
                    )


def _heads(project_ids: list[UUID]) -> list[tuple[UUID, int]]:
    if not project_ids:
        return []
    return list(Project.objects.filter(pk__in=project_ids).values_list("pk", "last_seq"))


def _end(user_id: UUID, *, session_key: str | None = None, family: UUID | None = None) -> None:
    HUB.call(lambda: HUB.people.end(user_id, session_key=session_key, family=family))


HUB = Hub()
ENDINGS.append(_end)
