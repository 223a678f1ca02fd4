"""The open sockets of this process by person: signals to one wherever he is, and the end of sign-ins."""

import asyncio
import logging
import random
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from accounts.websocket.identity import still_valid
from core.batching import threaded
from projects.realtime.sockets import SIGN_IN_AGAIN, Parcel, Socket

log = logging.getLogger("kanban.hub")

SWEEP_SECONDS = 60.0

Message = dict[str, Any]


class People:
    """`spread` passes a message on to all other processes; what they pass on is given to `take`."""

    def __init__(self, spread: Callable[[Message], None]) -> None:
        self._spread = spread
        self._sockets: dict[UUID, set[Socket]] = {}

    def arrive(self, socket: Socket) -> None:
        """`socket` has shown whose it is."""
        assert socket.identity is not None
        self._sockets.setdefault(socket.identity.user_id, set()).add(socket)

    def leave(self, socket: Socket) -> None:
        if socket.identity is None:
            return
        sockets = self._sockets.get(socket.identity.user_id, set())
        sockets.discard(socket)
        if not sockets:
            self._sockets.pop(socket.identity.user_id, None)

    def whisper(self, user_id: UUID, text: str) -> None:
        """A signal to all sockets of one person, whichever projects they follow."""
        self._do({"type": "socket.whisper", "user_id": str(user_id), "text": text})

    def end(self, user_id: UUID, *, session_key: str | None = None, family: UUID | None = None) -> None:
        """Closes a sign-in's sockets in every process; with neither key nor family, all of a person."""
        named = {"session_key": session_key, "family": str(family) if family else None}
        self._do({"type": "socket.ending", "user_id": str(user_id), **named})

    def _do(self, message: Message) -> None:
        self.take(message)
        self._spread(message)

    def take(self, message: Message) -> None:
        sockets = list(self._sockets.get(UUID(message["user_id"]), ()))
        if message["type"] == "socket.whisper":
            parcel = Parcel([message["text"]])
            for socket in sockets:
                socket.hand(parcel)
        else:
            meant = [each for each in sockets if _is_meant(each, message["session_key"] or message["family"])]
            # Rooms hand on in the next turn of the loop what was announced before in this one.
            asyncio.get_running_loop().call_soon(_close, meant)

    async def sweep(self) -> None:
        """Catches whatever end nobody told us of."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS * random.uniform(0.8, 1.2))
            try:
                sockets = {socket: socket.identity for socket in self._all()}
                valid = await threaded(still_valid)(set(sockets.values()))
                for socket, identity in sockets.items():
                    if identity not in valid and socket.identity is identity:
                        socket.close(SIGN_IN_AGAIN)
            except Exception as error:
                log.warning("sweep failed", extra={"facts": {"error": type(error).__name__}})

    def _all(self) -> Iterator[Socket]:
        for sockets in self._sockets.values():
            yield from sockets


def _close(sockets: list[Socket]) -> None:
    for socket in sockets:
        socket.close(SIGN_IN_AGAIN)


def _is_meant(socket: Socket, named: str | None) -> bool:
    who = socket.identity
    return who is not None and (not named or named in (who.session_key, str(who.family)))
