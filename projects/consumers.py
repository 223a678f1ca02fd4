"""The WebSocket consumer of projects: authentication, rooms, replay, and all commands.

No frame, however malformed, ends the socket or leaves a traceback. `Socket` sends answers and events.
"""

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import orjson
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.websocket.authenticate import Credentials, identify, read_handshake, read_token
from accounts.websocket.identity import NOT_ALLOWED, SIGN_IN_AGAIN, Identity, SocketRefused
from core.batching import Batcher, threaded
from core.client_ip import client_address, network_of
from core.ids import new_id
from core.request_id import request_id
from core.token_bucket import TokenBucket
from core.wire import JsonObject, instant
from projects.dispatch.execute import Origin, Outcome, execute_soon
from projects.errors import Invalid, TooMany, Unauthenticated, Unavailable, as_refusal, invalid_field
from projects.realtime import frame_inputs, frames
from projects.realtime.frames import Frame
from projects.realtime.hub import HUB
from projects.realtime.replay import ReplayPayload, find_replay
from projects.realtime.rooms import Room
from projects.realtime.sockets import FLOOD, TOO_BIG, TOO_MANY, TRY_LATER, Socket
from projects.registry import Command, commands, in_project

log = logging.getLogger("kanban.sockets")

AUTH_SECONDS = 5
"""Time that an anonymous socket has to send a token."""
ROOMS_PER_SOCKET = 50

Handler = Callable[[Frame], Awaitable[None]]

IDENTITIES: Batcher[Credentials, Identity | None] = Batcher(threaded(identify))


class ProjectConsumer(AsyncConsumer):
    """One socket. It departs from Channels' base class in three ways, all for speed.

    It has no channel of its own (`channel_layer_alias`): `LayerLink` listens once per process. It starts no
    task per message (`__call__`), and makes no hop to the database thread (`dispatch`).
    """

    channel_layer_alias = "none"

    socket: Socket
    language: str = settings.LANGUAGE_CODE
    # The code with which to close the socket after the error frame that is being sent.
    close_code: int | None = None

    async def __call__(self, scope: JsonObject, receive: Any, send: Any) -> None:
        """Handle messages in turn, without the base class's task for each: they all come from the client."""
        self.scope, self.base_send = scope, send
        with contextlib.suppress(StopConsumer):
            while True:
                await self.dispatch(await receive())

    async def dispatch(self, message: JsonObject) -> None:
        """Call the handler, without the base class's hop to the database thread before every message."""
        handlers = {
            "websocket.connect": self.connect,
            "websocket.receive": self.receive,
            "websocket.disconnect": self.disconnect,
        }
        await handlers[message["type"]](message)

    def frame_handlers(self) -> dict[str, Handler]:
        """Return the handlers of frames that are no commands, by type. Subclasses add theirs."""
        return {
            "auth": self.authenticate,
            "join_room": self.join_room,
            "leave_room": self.leave_room,
            "sync": self.sync,
            "ping": self.ping,
        }

    # ── The socket's life ─────────────────────────────────────────────────────────────────────────

    async def connect(self, message: JsonObject) -> None:
        await self.send({"type": "websocket.accept"})
        self.socket = Socket(self.base_send)
        self.bucket = TokenBucket(
            rate=settings.SOCKET_COMMANDS_PER_SECOND, burst=settings.SOCKET_COMMAND_BURST
        )
        self.deadline: asyncio.TimerHandle | None = None
        try:
            credentials = read_handshake(self.scope)
            self.identify(await IDENTITIES.submit(credentials) if credentials else None)
        except SocketRefused as refused:
            if refused.code == TOO_MANY:
                with translation.override(self.language):
                    self.socket.push(frames.error(None, frames.too_many_sockets()))
            self.socket.close(refused.code)
        except Exception as error:
            if as_refusal(error) is None:
                log.exception("handshake")
            self.socket.close(TRY_LATER)  # whether the person is signed in is not known

    async def disconnect(self, message: JsonObject) -> None:
        self.close_at(None)
        self.socket.disconnected()
        HUB.leave_all(self.socket)
        raise StopConsumer

    def identify(self, identity: Identity | None) -> None:
        """Set the socket's identity. Without one a token must come within AUTH_SECONDS.

        Raises SocketRefused if there are too many sockets of this person, or without a token from there.
        """
        self.socket.identity = identity
        if identity is None:
            HUB.user_sockets.add_anonymous(self.socket, network_of(client_address(self.scope)))
            self.close_at(timezone.now() + dt.timedelta(seconds=AUTH_SECONDS))
        else:
            self.language = identity.language
            HUB.user_sockets.add(self.socket)
            self.close_at(identity.expires_at)

    def close_at(self, moment: dt.datetime | None) -> None:
        """Close the socket at `moment`, which replaces an earlier one; None: do not close it."""
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None
        if moment is not None:
            seconds = max(0.0, (moment - timezone.now()).total_seconds())
            self.deadline = asyncio.get_running_loop().call_later(seconds, self.socket.close, SIGN_IN_AGAIN)

    # ── Frames ────────────────────────────────────────────────────────────────────────────────────

    async def receive(self, message: JsonObject) -> None:
        if self.socket.closing:
            return
        if not self.bucket.take():
            self.refuse_flood()
            return
        text = message.get("text")
        if len(text or message.get("bytes") or "") > frames.MAX_BYTES:
            self.socket.close(TOO_BIG)
            return
        request_id.set(str(new_id()))
        with translation.override(self.language):
            await self.answer(text)

    def refuse_flood(self) -> None:
        self.socket.push(frames.error(None, TooMany(retry_after=1)))
        if self.bucket.is_flooded:
            self.socket.close(FLOOD)

    async def answer(self, text: str | None) -> None:
        """Handle one frame; `text` is None for bytes. Every exception becomes an error frame."""
        raw: Any = None
        event_id: UUID | None = None
        try:
            if text is None:
                raise Invalid(_("Frames must be text, not binary."))
            raw = frames.decode(text)
            frame = frames.read(raw)
            event_id = frame.event_id
            await self.handle(frame)
        except Exception as error:
            refusal = as_refusal(error)
            if refusal is None:
                log.exception("frame", extra={"facts": {"user": self.user_text}})
                refusal = Unavailable()
            self.socket.push(frames.error(frames.readable_ref(raw), refusal, event_id=event_id))
            if self.close_code is not None:
                self.socket.close(self.close_code)

    async def handle(self, frame: Frame) -> None:
        if self.socket.identity is None and frame.type != "auth":
            raise Unauthenticated
        command = commands.get(frame.type)
        if command is not None and not command.internal:
            await self.command(frame, command)
            return
        handler = self.frame_handlers().get(frame.type)
        if handler is None:
            raise invalid_field("type", _("Unknown type."))
        await handler(frame)

    async def command(self, frame: Frame, command: Command) -> None:
        payload = dict(frame.payload)
        echoed = frames.take_echoed(payload, command.echoed)
        if command.locate is in_project and "projectId" not in payload:
            payload |= frame_inputs.only_room(self.socket, command, payload)
        outcome = await self.execute(frame.type, payload, frame.event_id)
        answer = {key: outcome.answer[key] for key in command.acked or outcome.answer}
        self.socket.push(frames.ack(frame.ref, {**answer, **echoed}, event=outcome.event))

    async def execute(self, name: str, payload: dict[str, object], event_id: UUID | None) -> Outcome:
        """Run a command. The socket knows the actor; the command checks that they are still active."""
        origin = Origin(address=client_address(self.scope) or None, recent=self.identity.is_recent)
        try:
            return await execute_soon(self.identity.user_id, name, payload, event_id=event_id, origin=origin)
        except Unauthenticated:
            self.close_code = SIGN_IN_AGAIN
            raise

    # ── Identity, rooms and replay ────────────────────────────────────────────────────────────────

    @property
    def identity(self) -> Identity:
        assert self.socket.identity is not None
        return self.socket.identity

    @property
    def user_text(self) -> str:
        return str(self.socket.identity.user_id) if self.socket.identity else ""

    async def authenticate(self, frame: Frame) -> None:
        """Authenticate, or renew an identity before it expires. A token of another user closes the socket."""
        token = frame_inputs.read_payload(frame_inputs.AuthInput, frame)["token"]
        try:
            identity = await IDENTITIES.submit(read_token(token, language=self.language))
            assert identity is not None
        except SocketRefused as refused:
            if self.socket.identity is None:
                self.close_code = refused.code
            raise Unauthenticated from refused
        if self.socket.identity is not None and identity.user_id != self.identity.user_id:
            self.close_code = NOT_ALLOWED
            raise Unauthenticated(_("This token belongs to someone else."))
        try:
            self.identify(identity)
        except SocketRefused as refused:
            self.close_code = refused.code
            raise frames.too_many_sockets() from refused
        answer = {"userId": str(identity.user_id), "expiresAt": instant(identity.expires_at)}
        self.socket.push(frames.ack(frame.ref, answer))

    async def join_room(self, frame: Frame) -> None:
        """Join a room: enter it, read the log, then go live. In this order no event is lost in between."""
        values = frame_inputs.read_payload(frame_inputs.JoinInput, frame)
        room = self.room_for(values["project_id"])
        html = values.get("fragments", False)
        follower = room.enter(self.socket, self.language if html else None)
        try:
            since = values.get("since")
            seq, answer = await self.read_state(room.project_id, since=since, html=html, joining=True)
        except BaseException:
            room.leave(self.socket)
            raise
        self.socket.push(frames.ack(frame.ref, answer))
        room.admit(follower, seq)
        HUB.presence.changed(room.project_id)

    def room_for(self, project_id: UUID) -> Room:
        others = [each for each in self.socket.project_ids if each != project_id]
        if len(others) >= ROOMS_PER_SOCKET:
            raise Invalid(
                _("A connection can follow at most %(count)d projects.") % {"count": ROOMS_PER_SOCKET}
            )
        return HUB.room(project_id)

    async def read_state(
        self, project_id: UUID, *, since: int | None, html: bool, joining: bool = False
    ) -> tuple[int, ReplayPayload]:
        """Return the log's head, and the answer for a member: the missed events and the presence."""
        user_id = self.identity.user_id
        replay = await find_replay(user_id, project_id, since=since, language=self.language, html=html)
        present = await HUB.presence.read(project_id, and_also=user_id if joining else None)
        payload = replay.payload
        payload["presence"] = orjson.Fragment(present)
        return replay.seq, payload

    async def leave_room(self, frame: Frame) -> None:
        project_id: UUID = frame_inputs.read_payload(frame_inputs.RoomInput, frame)["project_id"]
        room = HUB.rooms.get(project_id)
        if room is not None and room.leave(self.socket):
            HUB.presence.changed(project_id)
        self.socket.push(frames.ack(frame.ref, {}))

    async def sync(self, frame: Frame) -> None:
        """Answer with the missed events, without joining."""
        values = frame_inputs.read_payload(frame_inputs.SyncInput, frame)
        project_id: UUID = values["project_id"]
        room = HUB.rooms.get(project_id)
        follower = room.followers.get(self.socket) if room else None
        html = follower is not None and follower.language is not None
        _seq, answer = await self.read_state(project_id, since=values["since"], html=html)
        self.socket.push(frames.ack(frame.ref, answer))

    async def ping(self, frame: Frame) -> None:
        """Answer with the last seq of each room, so that the client notices what it missed."""
        frame_inputs.read_payload(frame_inputs.EmptyInput, frame)
        rooms = {str(room.project_id): room.seq for room in HUB.rooms_of(self.socket) if room.seq is not None}
        self.socket.push(frames.ack(frame.ref, {"rooms": rooms}))
