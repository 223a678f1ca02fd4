"""The hub: the rooms and sockets of this process, and the way events and signals reach them.

`HUB` lives on one event loop. `layer_link` connects it with the hubs of other processes, and `log_follower`
makes up for what that link loses. Redis only accelerates; the log is the truth.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from uuid import UUID

from accounts.revocation_hooks import on_session_revoked
from core.ids import new_id
from core.wire import JsonObject
from projects.events.log import EventWire
from projects.events.subscribers import log_subscribers
from projects.realtime import presence_store
from projects.realtime.layer_link import LayerLink
from projects.realtime.log_follower import LogFollower
from projects.realtime.presence import Presence
from projects.realtime.project_watch import Heads, ProjectWatch, projects_changed
from projects.realtime.rooms import LAST_EVENTS, Broadcast, Room
from projects.realtime.sockets import Socket
from projects.realtime.user_sockets import UserSockets

STOP_SECONDS = 1.0
Result = TypeVar("Result")

FIRST_EVENTS = ("project.created", "invitation.accepted")
"""Types of events by which their actor enters a project."""


def publish(wire: EventWire) -> None:
    """Hand a committed event to every process, from any thread.

    In a process that serves no sockets, such as a management command, this does nothing; the rooms
    elsewhere find the event in the log.
    """
    HUB.call(HUB.broadcast, wire["projectId"], Broadcast.of(wire))


def audience_filter(*, only: str = "", others_than: str = "") -> Callable[[Socket], bool]:
    """Return a test for the sockets of one user, or of everyone but one user. The ids are text."""

    def in_audience(socket: Socket) -> bool:
        user = str(socket.identity.user_id) if socket.identity else ""
        return user == only if only else user != others_than

    return in_audience


class Hub:
    """The rooms of this process and the tasks that keep them current.

    All methods but `call` run on the hub's loop.
    """

    def __init__(self) -> None:
        self.process = str(new_id())
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reset()

    def _reset(self) -> None:
        self.rooms: dict[UUID, Room] = {}
        self._watches: dict[Socket, ProjectWatch] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self.link = LayerLink(self.process, rooms=self.rooms, spawn=self.spawn, receive=self._receive)
        self.log_follower = LogFollower(self.rooms, self.link, spawn=self.spawn)
        self.user_sockets = UserSockets(self.link.send_everywhere)
        self.presence = Presence(
            self.process,
            rooms=self.rooms,
            announce=lambda project_id: self.link.send(project_id, {"type": "project.presence"}),
        )

    def start(self) -> None:
        """Start the background tasks on the running loop. A second call does nothing."""
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        self._loop = loop
        self._reset()
        for work in (self.link.listen, self.log_follower.follow_heads, self.log_follower.catch_up):
            self.spawn(work())
        self.spawn(self.presence.heartbeat())
        self.spawn(self.user_sockets.sweep())

    async def stop(self) -> None:
        self._loop = None
        while tasks := list(self._tasks):
            for task in tasks:
                task.cancel()
            # A Redis client that is just connecting can swallow the cancellation: cancel again.
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        await presence_store.close_client()

    def spawn(self, work: Any) -> None:
        """Run a coroutine as a task that `stop` cancels."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def call(self, function: Any, *args: Any) -> None:
        """Call `function` soon on the hub's loop. Safe from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *args)

    def wait_for(self, work: Callable[[], Coroutine[Any, Any, Result]], *, seconds: float) -> Result | None:
        """Run a coroutine on the hub's loop and wait for its result, from any other thread.

        Return None if no hub runs in this process, or if the time is over.
        """
        if self._loop is None or self._loop.is_closed():
            return None
        future = asyncio.run_coroutine_threadsafe(work(), self._loop)
        try:
            return future.result(seconds)
        except TimeoutError:
            future.cancel()
            return None

    # ── Rooms ─────────────────────────────────────────────────────────────────────────────────────

    def room(self, project_id: UUID) -> Room:
        """Return the project's room, opened if need be."""
        room = self.rooms.get(project_id)
        if room is None:
            room = self.rooms[project_id] = Room(project_id)
            self.spawn(self.link.subscribe(room))
        return room

    def rooms_of(self, socket: Socket) -> list[Room]:
        return [self.rooms[project_id] for project_id in socket.project_ids]

    def watch(self, socket: Socket, heads: Heads) -> None:
        """Tell a socket of changes in these projects, each known to it up to a seq, and in no others."""
        watch = self._watches.setdefault(socket, ProjectWatch(socket))
        for project_id in watch.project_ids - heads.keys():
            self._unwatch(socket, project_id)
        watch.project_ids = set(heads)
        for project_id, head in heads.items():
            self.room(project_id).watch(watch, head)

    def _unwatch(self, socket: Socket, project_id: UUID) -> None:
        if project_id in self.rooms:
            self.rooms[project_id].watches.pop(socket, None)

    def leave_all(self, socket: Socket) -> None:
        self.user_sockets.remove(socket)
        if watch := self._watches.pop(socket, None):
            watch.end()
            for project_id in watch.project_ids:
                self._unwatch(socket, project_id)
        for room in self.rooms_of(socket):
            room.leave(socket)
            self.presence.changed(room.project_id)

    # ── Events and signals ────────────────────────────────────────────────────────────────────────

    def broadcast(self, project_id: str, event: Broadcast) -> None:
        """Deliver an event to this process's room, its log subscribers, and the other processes."""
        room = self.rooms.get(UUID(project_id))
        if room is not None:
            self._deliver(room, event)
        if any(event.type in subscriber.types for subscriber in log_subscribers):
            self.log_follower.wake(UUID(project_id))
        if event.type in FIRST_EVENTS:
            person = UUID(event.wire["actorId"])
            self.user_sockets.send_to_user(person, projects_changed([UUID(project_id)]))
        self.link.send_event(project_id, event)

    def signal(
        self,
        project_id: UUID,
        text: str,
        *,
        audience: dict[str, str],
        exclude: Socket | None = None,
        watches: bool = False,
    ) -> None:
        """Send a signal to a project's sockets in every process.

        `audience` are the arguments of `audience_filter`. `exclude` is a socket of this process. `watches`
        says that those who watch the project are told of a change, too.
        """
        in_audience = audience_filter(**audience)
        room = self.rooms.get(project_id)
        if room is not None:
            room.signal(
                text, to=lambda socket: socket is not exclude and in_audience(socket), watches=watches
            )
        message = {"type": "project.signal", "text": text, "audience": audience, "watches": watches}
        self.link.send(project_id, message)

    def _receive(self, message: JsonObject) -> None:
        """Take a message of another process."""
        if "project" not in message:
            self.user_sockets.receive(message)
            return
        room = self.rooms.get(UUID(message["project"]))
        if room is None:
            return
        if message["type"] == "project.events":
            for event in message["events"]:
                self._deliver(room, Broadcast(*event))
        elif message["type"] == "project.signal":
            watches = message.get("watches", False)
            room.signal(message["text"], to=audience_filter(**message["audience"]), watches=watches)
        elif message["type"] == "project.presence":
            self.presence.changed(room.project_id, local=False)

    def _deliver(self, room: Room, event: Broadcast) -> None:
        """Deliver an event. One that takes people out of the room changes the presence."""
        room.take(event)
        if event.type in LAST_EVENTS:
            self.presence.changed(room.project_id)


@on_session_revoked.register
def _close_ended_sockets(
    user_id: UUID, *, session_key: str | None = None, family: UUID | None = None
) -> None:
    HUB.call(lambda: HUB.user_sockets.close_all(user_id, session_key=session_key, family=family))


HUB = Hub()
