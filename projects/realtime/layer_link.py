"""The link to the other processes over the channel layer.

One group per project carries events and signals; one group of all processes carries messages about users. A
lost message does no harm: `log_follower` finds missed events in the log.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

from channels.layers import get_channel_layer

from core.wire import JsonObject
from projects.realtime.rooms import Broadcast, Room

log = logging.getLogger("kanban.hub")

LAYER_SECONDS = 3.0
"""Timeout of one call to the channel layer."""

EVERYWHERE = "endings"
"""The group of all processes."""


def group_of(project_id: UUID | str) -> str:
    """Return the name of the project's group. Channels allows no colon in it."""
    return f"project.{project_id}"


class LayerLink:
    """Sends messages to the other processes and calls `receive` with each of theirs.

    A process listens on one channel of its own; `rooms` are those whose groups it subscribes to.
    """

    def __init__(
        self,
        process: str,
        *,
        rooms: dict[UUID, Room],
        spawn: Callable[[Any], None],
        receive: Callable[[JsonObject], None],
    ) -> None:
        self.process, self.rooms = process, rooms
        self._spawn, self._receive = spawn, receive
        self._channel: str | None = None
        self._events: defaultdict[str, list[list[Any]]] = defaultdict(list)

    # ── To the other processes ────────────────────────────────────────────────────────────────────

    def send_event(self, project_id: str, event: Broadcast) -> None:
        """Send an event, in one message with all others of the same turn of the loop."""
        if not self._events:
            asyncio.get_running_loop().call_soon(self._send_events)
        self._events[project_id].append([event.seq, event.type, event.text])

    def _send_events(self) -> None:
        batches, self._events = self._events, defaultdict(list)
        for project_id, events in batches.items():
            self.send(project_id, {"type": "project.events", "events": events})

    def send(self, project_id: UUID | str, message: JsonObject) -> None:
        """Send `message` to the processes that have a room of this project."""
        self._spawn(self._send(group_of(project_id), {**message, "project": str(project_id)}))

    def send_everywhere(self, message: JsonObject) -> None:
        self._spawn(self._send(EVERYWHERE, message))

    async def _send(self, group: str, message: JsonObject) -> None:
        layer = get_channel_layer()
        try:
            await asyncio.wait_for(layer.group_send(group, {**message, "from": self.process}), LAYER_SECONDS)
        except Exception as error:
            log.warning(
                "channel layer away", extra={"facts": {"group": group, "error": type(error).__name__}}
            )

    # ── From the other processes ──────────────────────────────────────────────────────────────────

    async def listen(self) -> None:
        """Receive messages until cancelled. After an error the process subscribes to everything again."""
        layer = get_channel_layer()
        while True:
            try:
                self._channel = await layer.new_channel()
                await layer.group_add(EVERYWHERE, self._channel)
                await asyncio.gather(*(self.subscribe(room) for room in self.rooms.values()))
                while True:
                    self._take(await layer.receive(self._channel))
            except Exception as error:
                self._channel = None
                for room in self.rooms.values():
                    room.subscribed = False
                log.warning("channel layer away", extra={"facts": {"error": type(error).__name__}})
                await asyncio.sleep(1)

    def _take(self, message: JsonObject) -> None:
        if message.get("from") != self.process:
            self._receive(message)

    async def subscribe(self, room: Room) -> None:
        """Subscribe to the room's group. After a failure `log_follower` tries again."""
        if self._channel is None or room.subscribed:
            return
        try:
            await asyncio.wait_for(
                get_channel_layer().group_add(group_of(room.project_id), self._channel), LAYER_SECONDS
            )
            room.subscribed = True
        except Exception as error:
            log.warning("channel layer away", extra={"facts": {"error": type(error).__name__}})

    async def unsubscribe(self, room: Room) -> None:
        if self._channel and room.subscribed:
            await asyncio.wait_for(
                get_channel_layer().group_discard(group_of(room.project_id), self._channel), LAYER_SECONDS
            )
