"""The WebSocket door of a project: signing in, rooms, replay, and every command there is.

No frame, however odd, ends the socket or leaves a traceback; see `Socket` for how answers and events go out.
"""

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.websocket.authenticate import Shown, identify, read_handshake, read_token
from accounts.websocket.identity import Identity, Refused
from core.batching import Gathering, threaded
from core.client_ip import client_address
from core.ids import new_id
from core.request_id import request_id
from core.wire import WireSerializer, instant
from projects.dispatch.execute import Origin, Outcome, execute_soon
from projects.errors import Invalid, TooMany, Unauthenticated, Unavailable, as_refusal, invalid_field
from projects.inputs import TheProject
from projects.realtime import frames
from projects.realtime.frames import Frame
from projects.realtime.hub import HUB
from projects.realtime.replay import AuthInput, JoinInput, NoInput, RoomInput, SyncInput, find_missed
from projects.realtime.rooms import Room
from projects.realtime.sockets import FLOOD, NOT_ALLOWED, SIGN_IN_AGAIN, TOO_BIG, Socket
from projects.realtime.token_bucket import Bucket
from projects.registry import COMMANDS, Command, in_project

log = logging.getLogger("kanban.sockets")

AUTH_SECONDS = 5
ROOMS_PER_SOCKET = 50

Handler = Callable[[Frame], Awaitable[None]]

IDENTITIES: Gathering[Shown, Identity | None] = Gathering(threaded(identify))


class ProjectConsumer(AsyncConsumer):
    # Rooms listen to the channel layer once per process; a socket has no channel of its own.
    channel_layer_alias = "none"

    socket: Socket
    language: str = settings.LANGUAGE_CODE
    # With what the socket closes once its last refusal is told.
    ending: int | None = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Without the base class's task for each message: they all come from one side."""
        self.scope, self.base_send = scope, send
        with contextlib.suppress(StopConsumer):
            while True:
                await self.dispatch(await receive())

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without the base class's hop to the shared database thread before every message."""
        handlers = {
            "websocket.connect": self.connect,
            "websocket.receive": self.receive,
            "websocket.disconnect": self.disconnect,
        }
        await handlers[message["type"]](message)

    def signals(self) -> dict[str, Handler]:
        """Frames that are no commands, by type; apps above add theirs."""
        return {
            "auth": self.authenticate,
            "join_room": self.join_room,
            "leave_room": self.leave_room,
            "sync": self.sync,
            "ping": self.ping,
        }

    # ── The socket's life ─────────────────────────────────────────────────────────────────────────

    async def connect(self, message: dict[str, Any]) -> None:
        await self.send({"type": "websocket.accept"})
        self.socket = Socket(self.base_send)
        self.bucket = Bucket(rate=settings.SOCKET_COMMANDS_PER_SECOND, burst=settings.SOCKET_COMMAND_BURST)
        self.deadline: asyncio.TimerHandle | None = None
        try:
            shown = read_handshake(self.scope)
            self.identify(await IDENTITIES.ask(shown) if shown else None)
        except Refused as refused:
            self.socket.close(refused.code)
        except Exception:
            log.exception("handshake")
            self.socket.close(SIGN_IN_AGAIN)

    async def disconnect(self, message: dict[str, Any]) -> None:
        self.end_at(None)
        self.socket.gone()
        HUB.leave_all(self.socket)
        raise StopConsumer

    def identify(self, identity: Identity | None) -> None:
        """Nobody yet: a token must come within AUTH_SECONDS."""
        self.socket.identity = identity
        if identity is None:
            self.end_at(timezone.now() + dt.timedelta(seconds=AUTH_SECONDS))
        else:
            HUB.people.arrive(self.socket)
            self.language = identity.language
            self.end_at(identity.expires_at)

    def end_at(self, moment: dt.datetime | None) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None
        if moment is not None:
            seconds = max(0.0, (moment - timezone.now()).total_seconds())
            self.deadline = asyncio.get_running_loop().call_later(seconds, self.socket.close, SIGN_IN_AGAIN)

    # ── Frames ────────────────────────────────────────────────────────────────────────────────────

    async def receive(self, message: dict[str, Any]) -> None:
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
        if self.bucket.overflowing:
            self.socket.close(FLOOD)

    async def answer(self, text: str | None) -> None:
        raw: Any = None
        event_id: UUID | None = None
        try:
            if text is None:
                raise Invalid(_("Frames are text, not bytes."))
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
            if self.ending is not None:
                self.socket.close(self.ending)

    async def handle(self, frame: Frame) -> None:
        if self.socket.identity is None and frame.type != "auth":
            raise Unauthenticated
        command = COMMANDS.get(frame.type)
        if command is not None and not command.internal:
            await self.command(frame, command)
            return
        handler = self.signals().get(frame.type)
        if handler is None:
            raise invalid_field("type", _("There is no such type."))
        await handler(frame)

    async def command(self, frame: Frame, command: Command) -> None:
        payload = dict(frame.payload)
        echoed = frames.take_echoed(payload, command.echoed)
        if command.locate is in_project and "projectId" not in payload:
            payload |= self.only_room(command, payload)
        outcome = await self.execute(frame.type, payload, frame.event_id)
        told = {key: outcome.told[key] for key in command.acked or outcome.told}
        self.socket.push(frames.ack(frame.ref, {**told, **echoed}, event=outcome.event))

    def only_room(self, command: Command, payload: dict[str, Any]) -> dict[str, str]:
        """`projectId` may be left out in exactly one room; a project also goes by `id`."""
        rooms = HUB.rooms_of(self.socket)
        told = issubclass(command.input, TheProject) and "id" in payload
        return {} if told or len(rooms) != 1 else {"projectId": str(rooms[0].project_id)}

    async def execute(self, name: str, payload: dict[str, Any], event_id: UUID | None) -> Outcome:
        """Who it is was found out at the handshake; whether that person is still active, under the lock."""
        origin = Origin(address=client_address(self.scope) or None)
        try:
            return await execute_soon(self.identity.user_id, name, payload, event_id=event_id, origin=origin)
        except Unauthenticated:
            self.ending = SIGN_IN_AGAIN
            raise

    # ── Who, and which projects ───────────────────────────────────────────────────────────────────

    @property
    def identity(self) -> Identity:
        assert self.socket.identity is not None
        return self.socket.identity

    @property
    def user_text(self) -> str:
        return str(self.socket.identity.user_id) if self.socket.identity else ""

    async def authenticate(self, frame: Frame) -> None:
        """Signs in, or renews what expires; a token of another person ends the socket."""
        token = read_payload(AuthInput, frame)["token"]
        try:
            identity = await IDENTITIES.ask(read_token(token, language=self.language))
            assert identity is not None
        except Refused as refused:
            if self.socket.identity is None:
                self.ending = refused.code
            raise Unauthenticated from refused
        if self.socket.identity is not None and identity.user_id != self.identity.user_id:
            self.ending = NOT_ALLOWED
            raise Unauthenticated(_("This token is another person's."))
        self.identify(identity)
        told = {"userId": str(identity.user_id), "expiresAt": instant(identity.expires_at)}
        self.socket.push(frames.ack(frame.ref, told))

    async def join_room(self, frame: Frame) -> None:
        """Into the room first, then the log, then live: nothing falls between."""
        asked = read_payload(JoinInput, frame)
        room = self.room_for(asked["project_id"])
        html = asked.get("fragments", False)
        follower = room.enter(self.socket, self.language if html else None)
        try:
            seq, told = await self.told(room.project_id, since=asked.get("since"), html=html, joining=True)
        except BaseException:
            room.leave(self.socket)
            raise
        self.socket.push(frames.ack(frame.ref, told))
        room.admit(follower, seq)
        HUB.attendance.changed(room.project_id)

    def room_for(self, project_id: UUID) -> Room:
        others = [each for each in self.socket.project_ids if each != project_id]
        if len(others) >= ROOMS_PER_SOCKET:
            raise Invalid(_("A socket follows at most %(count)d projects.") % {"count": ROOMS_PER_SOCKET})
        return HUB.room(project_id)

    async def told(
        self, project_id: UUID, *, since: int | None, html: bool, joining: bool = False
    ) -> tuple[int, dict[str, Any]]:
        """The log's head, and what a member is told of what was missed and who is here."""
        user_id = self.identity.user_id
        missed = await find_missed(user_id, project_id, since=since, language=self.language, html=html)
        present = await HUB.attendance.of(project_id, and_also=user_id if joining else None)
        return missed.seq, {**missed.payload, "presence": orjson.Fragment(present)}

    async def leave_room(self, frame: Frame) -> None:
        project_id: UUID = read_payload(RoomInput, frame)["project_id"]
        room = HUB.rooms.get(project_id)
        if room is not None and room.leave(self.socket):
            HUB.attendance.changed(project_id)
        self.socket.push(frames.ack(frame.ref, {}))

    async def sync(self, frame: Frame) -> None:
        asked = read_payload(SyncInput, frame)
        project_id: UUID = asked["project_id"]
        room = HUB.rooms.get(project_id)
        follower = room.followers.get(self.socket) if room else None
        html = follower is not None and follower.language is not None
        _seq, told = await self.told(project_id, since=asked["since"], html=html)
        self.socket.push(frames.ack(frame.ref, told))

    async def ping(self, frame: Frame) -> None:
        read_payload(NoInput, frame)
        rooms = {str(room.project_id): room.seq for room in HUB.rooms_of(self.socket) if room.seq is not None}
        self.socket.push(frames.ack(frame.ref, {"rooms": rooms}))


def read_payload(serializer: type[WireSerializer], frame: Frame) -> dict[str, Any]:
    return dict(_reader(serializer).run_validation(frame.payload))


@cache
def _reader(serializer: type[WireSerializer]) -> WireSerializer:
    """Reading leaves nothing behind in a serializer; making one takes longer than the rest of a join."""
    return serializer()
