"""The connections of one process: how many, from where, and which of them are slow.

A connection whose request head is incomplete is half-open. Beyond a limit the oldest half-open one is closed,
so that others always get in: who sends a request sends its head within milliseconds.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from functools import lru_cache
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from django.conf import settings
from uvicorn.server import ServerState

from core.client_ip import client_address, network_of
from kanban.server.descriptors import connections_that_fit

log = logging.getLogger("kanban.server")

SWEEP_SECONDS = 1.0
"""How often slow connections are looked for; also how often the log says that there are too many."""
LOOPBACK = {"127.0.0.1", network_of("::1")}
"""Programs on this machine, such as a proxy that TRUSTED_PROXIES does not name, are many clients in one."""


class Connection(Protocol):
    """What is known here of a connection (kanban/server/protocol.py)."""

    since: float
    received: int

    @property
    def address(self) -> str: ...
    def is_reading(self) -> bool: ...
    def time_out(self) -> None: ...
    def drop(self) -> None: ...


class Connections:
    """Counts the connections of a server and closes slow ones.

    Behind a proxy every connection comes from its address, so there only totals are limited.
    """

    def __init__(self, state: ServerState) -> None:
        self._state = state
        self.most = settings.LIMIT_CONNECTIONS or connections_that_fit()
        self.most_half_open = min(settings.LIMIT_HALF_OPEN, max(1, self.most // 2))
        self.by_address = not settings.TRUSTED_PROXIES
        self.most_of_address = settings.LIMIT_CONNECTIONS_ADDRESS or max(1, self.most // 2)
        self._addresses: Counter[str] = Counter()
        self._half_open: dict[Connection, None] = {}
        self._half_open_of: defaultdict[str, dict[Connection, None]] = defaultdict(dict)
        self._bodies: dict[Connection, None] = {}
        self._unread: dict[Any, tuple[int, float]] = {}
        self._noted: Counter[str] = Counter()
        self._sweeping = False

    def admit(self, connection: Connection) -> bool:
        """Count a new connection. Returns False if there are too many."""
        self._start_sweeping()
        self._addresses[connection.address] += 1
        limited = self.by_address and (
            settings.LIMIT_CONNECTIONS_ADDRESS or connection.address not in LOOPBACK
        )
        of_address = self._addresses[connection.address] if limited else 0
        fits = len(self._state.connections) <= self.most and of_address <= self.most_of_address
        self._noted["refused"] += not fits
        return fits

    def leave(self, connection: Connection) -> None:
        self._addresses[connection.address] -= 1

    def wait_for(self, connection: Connection, *, head: bool) -> None:
        """Note that the client has to send a head or a body. Of too many half-open ones close the oldest."""
        if not head:
            self._bodies[connection] = None
            return
        self._half_open[connection] = None
        of_address = self._half_open_of[connection.address]
        of_address[connection] = None
        if self.by_address and len(of_address) > settings.LIMIT_HALF_OPEN_ADDRESS:
            self._drop(next(iter(of_address)))
        elif len(self._half_open) > self.most_half_open:
            self._drop(next(iter(self._half_open)))

    def _drop(self, connection: Connection) -> None:
        self._noted["half-open, dropped"] += 1
        connection.drop()

    def stop_waiting(self, connection: Connection) -> None:
        self._bodies.pop(connection, None)
        self._half_open.pop(connection, None)
        of_address = self._half_open_of.get(connection.address)
        if of_address is not None:
            of_address.pop(connection, None)
            if not of_address:
                del self._half_open_of[connection.address]

    # ── Slow ones ─────────────────────────────────────────────────────────────────────────────────
    def _start_sweeping(self) -> None:
        if not self._sweeping:
            self._sweeping = True
            asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep)

    def _sweep(self) -> None:
        """Close connections that are too slow, and count addresses anew: WebSockets leave unnoticed."""
        self._sweeping = False
        if self._state.connections:
            self._start_sweeping()
        if self._noted.total():
            log.warning("too many connections", extra={"facts": {**self._noted}})
            self._noted.clear()
        now = asyncio.get_running_loop().time()
        for connection in list(self._half_open):
            if now - connection.since < settings.LIMIT_REQUEST_SECONDS:
                break  # the others are younger
            connection.time_out()
        for connection in list(self._bodies):
            if now - connection.since >= settings.LIMIT_REQUEST_SECONDS:
                self._judge_body(connection, now)
        self._end_unread(now)
        if self.by_address:
            clients = (getattr(each, "client", None) for each in self._state.connections)
            self._addresses = Counter(network(client[0]) for client in clients if client)

    def _end_unread(self, now: float) -> None:
        """Close connections, sockets included, whose client takes nothing of what waits for it in memory."""
        unread = {}
        connections: Any = self._state.connections
        for connection in connections:
            transport = getattr(connection, "transport", None)
            waiting = transport.get_write_buffer_size() if transport else 0
            if transport and waiting:
                before, since = self._unread.get(connection, (0, now))
                unread[connection] = (waiting, since if waiting == before else now)
                if now - unread[connection][1] >= settings.LIMIT_UNREAD_SECONDS:
                    connection.drop()
        self._unread = unread

    def _judge_body(self, connection: Connection, now: float) -> None:
        enough = connection.received >= settings.LIMIT_BODY_RATE * (now - connection.since)
        if not enough and connection.is_reading():
            connection.time_out()
        else:
            connection.since, connection.received = now, 0


@lru_cache(maxsize=10_000)
def network(address: str) -> str:
    """Return for whom an address counts: itself, or the /64 network that one IPv6 customer gets."""
    return network_of(client_address({"client": (address, 0), "headers": ()}))


_of_state: WeakKeyDictionary[ServerState, Connections] = WeakKeyDictionary()


def connections_of(state: ServerState) -> Connections:
    """Return the connections of the server whose state this is."""
    found = _of_state.get(state)
    if found is None:
        found = _of_state[state] = Connections(state)
    return found
