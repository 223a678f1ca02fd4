"""The open sockets of this process by user: their number, signals to a user, and revoked sessions."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID

from django.conf import settings

from accounts.websocket.identity import SIGN_IN_AGAIN, SocketRefused, still_valid
from core.batching import threaded
from core.wire import JsonObject
from projects.realtime.sockets import TOO_MANY, MessageBatch, Socket

log = logging.getLogger("kanban.hub")

SWEEP_SECONDS = 60.0


class UserSockets:
    """Sockets by user. `send_everywhere` sends a message to all other processes; theirs come to `receive`."""

    def __init__(self, send_everywhere: Callable[[JsonObject], None]) -> None:
        self._send_everywhere = send_everywhere
        self._sockets: dict[UUID, set[Socket]] = {}
        self._anonymous: dict[Socket, str] = {}
        self._anonymous_of: Counter[str] = Counter()

    def add(self, socket: Socket) -> None:
        """Add a socket that has just been authenticated, or has a new token.

        Raises SocketRefused if the user has as many open as one may. Those stay open.
        """
        assert socket.identity is not None
        self._leave_anonymous(socket)
        sockets = self._sockets.setdefault(socket.identity.user_id, set())
        if socket not in sockets and len(sockets) >= settings.SOCKETS_PER_PERSON:
            raise SocketRefused(TOO_MANY)
        sockets.add(socket)

    def add_anonymous(self, socket: Socket, network: str) -> None:
        """Add a socket whose token is still to come. Raises SocketRefused if its network has too many."""
        if self._anonymous_of[network] >= settings.ANONYMOUS_SOCKETS_PER_ADDRESS:
            raise SocketRefused(TOO_MANY)
        self._anonymous[socket] = network
        self._anonymous_of[network] += 1

    def _leave_anonymous(self, socket: Socket) -> None:
        network = self._anonymous.pop(socket, None)
        if network is not None:
            self._anonymous_of[network] -= 1
            if not self._anonymous_of[network]:
                del self._anonymous_of[network]

    def remove(self, socket: Socket) -> None:
        self._leave_anonymous(socket)
        if socket.identity is None:
            return
        sockets = self._sockets.get(socket.identity.user_id, set())
        sockets.discard(socket)
        if not sockets:
            self._sockets.pop(socket.identity.user_id, None)

    def send_to_user(self, user_id: UUID, text: str) -> None:
        """Send a signal to all sockets of a user in every process, whichever projects they follow."""
        self._do_everywhere({"type": "socket.whisper", "user_id": str(user_id), "text": text})

    def close_all(self, user_id: UUID, *, session_key: str | None = None, family: UUID | None = None) -> None:
        """Close a user's sockets in every process: those of one session, of one token family, or all."""
        session = {"session_key": session_key, "family": str(family) if family else None}
        self._do_everywhere({"type": "socket.ending", "user_id": str(user_id), **session})

    def _do_everywhere(self, message: JsonObject) -> None:
        self.receive(message)
        self._send_everywhere(message)

    def receive(self, message: JsonObject) -> None:
        sockets = list(self._sockets.get(UUID(message["user_id"]), ()))
        if message["type"] == "socket.whisper":
            batch = MessageBatch([message["text"]])
            for socket in sockets:
                socket.push_batch(batch)
        else:
            session = message["session_key"] or message["family"]
            closing = [each for each in sockets if _belongs_to(each, session)]
            # Rooms deliver in the next turn of the loop what was published in this one; close after that.
            asyncio.get_running_loop().call_soon(_close, closing)

    async def sweep(self) -> None:
        """Check all sessions until cancelled; close the sockets of those that ended without a message."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS * random.uniform(0.8, 1.2))
            try:
                sockets = {socket: socket.identity for socket in self._all() if socket.identity}
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


def _belongs_to(socket: Socket, session: str | None) -> bool:
    """Return whether the socket is one of the session or token family; None means any."""
    identity = socket.identity
    return identity is not None and (not session or session in (identity.session_key, str(identity.family)))
