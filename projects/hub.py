"""All rooms of this process, and its one ear on the channel layer.

Redis is an accelerator: every 2 s the heads of all open rooms are compared with the log, which is the truth.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

from channels.layers import get_channel_layer

from accounts.endings import ENDINGS
from accounts.ids import new_id
from accounts.sockets import still_valid
from projects import presence
from projects.models import Project
from projects.readers import LOG_READERS
from projects.rooms import Broadcast, Room, threaded
from projects.sockets import SIGN_IN_AGAIN, Socket

log = logging.getLogger("kanban.hub")

HEADS_SECONDS = 2.0
SWEEP_SECONDS = 60.0
PRESENCE_SECONDS = 0.15
LAYER_SECONDS = 3.0
ENDINGS_GROUP = "endings"


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
        self.rooms: dict[UUID, Room] = {}
        self.sockets: set[Socket] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._channel: str | None = None
        self._presence_due: set[UUID] = set()
        self._unread: set[UUID] = set()
        self._reading: set[UUID] = set()

    def start(self) -> None:
        """Begins to listen on the running loop; again: does nothing."""
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        self._loop = loop
        self.rooms, self.sockets, self._tasks = {}, set(), set()
        self._channel, self._presence_due = None, set()
        self._unread, self._reading = set(), set()
        for work in (self._listen, self._follow_heads, self._follow_presence, self._sweep, self._catch_up):
            self.spawn(work())

    async def stop(self) -> None:
        self._loop = None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await presence.forget_process(self.process)

    def spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def call(self, function: Any, *args: Any) -> None:
        """`function` on the hub's loop, soon; from whichever thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *args)

    def announce(self, project_id: str, event: Broadcast) -> None:
        room = self.rooms.get(UUID(project_id))
        if room is not None:
            self._hand(room, event)
        if any(event.type in reader.types for reader in LOG_READERS):
            self.read_on(UUID(project_id))
        self.tell(
            project_id, {"type": "project.event", "seq": event.seq, "event": event.type, "text": event.text}
        )

    def tell(self, project_id: UUID | str, message: dict[str, Any]) -> None:
        """`message` to the other processes that have a room of this project."""
        self.spawn(
            self._send(group_of(project_id), {**message, "project": str(project_id), "from": self.process})
        )

    def signal(
        self, project_id: UUID, text: str, *, audience_is: dict[str, str], besides: Socket | None = None
    ) -> None:
        """A signal to a project's sockets in every process; `audience_is` as in `audience`."""
        chosen = audience(**audience_is)
        room = self.rooms.get(project_id)
        if room is not None:
            room.signal(text, to=lambda socket: socket is not besides and chosen(socket))
        self.tell(project_id, {"type": "project.signal", "text": text, "audience": audience_is})

    def whisper(self, user_id: UUID, text: str) -> None:
        """A signal to all sockets of one person, whichever projects they follow."""
        message = {"type": "socket.whisper", "user_id": str(user_id), "text": text}
        self._whisper_here(message)
        self.spawn(self._send(ENDINGS_GROUP, {**message, "from": self.process}))

    def _whisper_here(self, message: dict[str, Any]) -> None:
        chosen = audience(only=message["user_id"])
        for socket in list(self.sockets):
            if chosen(socket):
                socket.push(message["text"])

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

    def room(self, project_id: UUID) -> Room:
        room = self.rooms.get(project_id)
        if room is None:
            room = self.rooms[project_id] = Room(project_id)
            self.spawn(self._subscribe(room))
        return room

    def leave_all(self, socket: Socket) -> list[Room]:
        self.sockets.discard(socket)
        return [room for room in self.rooms.values() if room.leave(socket)]

    def presence_changed(self, project_id: UUID) -> None:
        """Someone came or left here: soon, once for all who come together, sockets and processes are told."""
        if project_id not in self._presence_due:
            self._presence_due.add(project_id)
            self.spawn(self._tell_presence(project_id))

    def end(self, user_id: UUID, *, session_key: str | None = None, family: UUID | None = None) -> None:
        """Closes a sign-in's sockets in every process; with neither key nor family, all of a person."""
        ending = {
            "user_id": str(user_id),
            "session_key": session_key,
            "family": str(family) if family else None,
        }
        self.call(self._end_here, ending)
        self.call(
            lambda: self.spawn(
                self._send(ENDINGS_GROUP, {"type": "socket.ending", "from": self.process, **ending})
            )
        )

    def _end_here(self, ending: dict[str, Any]) -> None:
        for socket in list(self.sockets):
            who = socket.identity
            if who is None or str(who.user_id) != ending["user_id"]:
                continue
            named = ending["session_key"] or ending["family"]
            if not named or named in (who.session_key, str(who.family)):
                socket.close(SIGN_IN_AGAIN)

    async def _send(self, group: str, message: dict[str, Any]) -> None:
        layer = get_channel_layer()
        try:
            await asyncio.wait_for(layer.group_send(group, message), LAYER_SECONDS)
        except Exception as error:
            log.warning(
                "channel layer away", extra={"facts": {"group": group, "error": type(error).__name__}}
            )

    async def _listen(self) -> None:
        layer = get_channel_layer()
        while True:
            try:
                self._channel = await layer.new_channel()
                await layer.group_add(ENDINGS_GROUP, self._channel)
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
        if message["type"] == "socket.ending":
            self._end_here(message)
            return
        if message["type"] == "socket.whisper":
            self._whisper_here(message)
            return
        room = self.rooms.get(UUID(message["project"]))
        if room is None:
            return
        if message["type"] == "project.event":
            self._hand(room, Broadcast(message["seq"], message["event"], message["text"]))
        elif message["type"] == "project.signal":
            room.signal(message["text"], to=audience(**message["audience"]))
        elif message["type"] == "project.presence":
            self.spawn(self._refresh_presence([room.project_id]))

    def _hand(self, room: Room, event: Broadcast) -> None:
        """Who is removed is out of the room, and soon out of what the others see of it."""
        room.take(event)
        if event.type == "member.removed":
            self.presence_changed(room.project_id)

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

    async def _follow_presence(self) -> None:
        while True:
            await asyncio.sleep(presence.BEAT_SECONDS * random.uniform(0.9, 1.1))
            try:
                await presence.beat(
                    self.process, {room.project_id: self.here(room) for room in self.rooms.values()}
                )
                await self._refresh_presence(list(self.rooms))
            except Exception as error:
                log.warning("presence not kept", extra={"facts": {"error": type(error).__name__}})

    @staticmethod
    def here(room: Room) -> set[UUID]:
        """Who has a joined socket of this room in this process."""
        return {
            socket.identity.user_id
            for socket, follower in list(room.followers.items())
            if socket.identity is not None and follower.seq is not None
        }

    async def _tell_presence(self, project_id: UUID) -> None:
        await asyncio.sleep(PRESENCE_SECONDS)
        self._presence_due.discard(project_id)
        await self._refresh_presence([project_id])
        self.tell(project_id, {"type": "project.presence"})

    async def _refresh_presence(self, project_ids: list[UUID]) -> None:
        for project_id in project_ids:
            room = self.rooms.get(project_id)
            if room is None:
                continue
            users = await presence.everyone(self.process, project_id, self.here(room))
            if users != room.present:
                room.present = users
                room.signal(presence.signal(project_id, users))

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS * random.uniform(0.8, 1.2))
            try:
                sockets = {socket: socket.identity for socket in self.sockets if socket.identity is not None}
                valid = await threaded(still_valid)(set(sockets.values()))
                for socket, identity in sockets.items():
                    if identity not in valid and socket.identity is identity:
                        socket.close(SIGN_IN_AGAIN)
            except Exception as error:
                log.warning("sweep failed", extra={"facts": {"error": type(error).__name__}})


def _heads(project_ids: list[UUID]) -> list[tuple[UUID, int]]:
    if not project_ids:
        return []
    return list(Project.objects.filter(pk__in=project_ids).values_list("pk", "last_seq"))


HUB = Hub()
ENDINGS.append(HUB.end)
