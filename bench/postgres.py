"""The PostgreSQL of this machine: temporary databases in it, and its processes on the client's core."""

import contextlib
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psutil
import psycopg

from bench.machine import pin

SHOWN = ("server_version", "fsync", "synchronous_commit", "shared_buffers", "max_connections")


class Postgres:
    """The server at `url`, whatever database that names. Databases made here carry the id of this process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._made: list[str] = []

    def database(self, name: str) -> str:
        """Create an empty database and return its URL."""
        own = f"kanban_bench_{os.getpid()}_{name}"
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{own}"')
        self._made.append(own)
        return urlsplit(self._url)._replace(path=f"/{own}").geturl()

    def drop_all(self) -> None:
        with self._server() as server:
            for name in self._made:
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def settings(self) -> dict[str, str]:
        with self._server() as server:
            found = {name: server.execute(f"SHOW {name}").fetchone() for name in SHOWN}
        return {name: row[0] for name, row in found.items() if row}

    @contextlib.contextmanager
    def pinned(self, core: int | None) -> Iterator[str]:
        """Pin all processes of PostgreSQL to a core, if permitted; yield a note on that for the report."""
        moved: list[int] = []
        try:
            yield self._pin(core, moved) if core is not None else "not pinned"
        finally:
            for pid in moved:
                with contextlib.suppress(OSError):
                    os.sched_setaffinity(pid, range(os.cpu_count() or 1))

    def _pin(self, core: int, moved: list[int]) -> str:
        try:
            for process in self._processes():
                pin(process.pid, core)
                moved.append(process.pid)
        except PermissionError:
            return "not pinned: only root may"
        return f"pinned to core {core}" if moved else "not pinned: its processes are not visible from here"

    def _processes(self) -> list[psutil.Process]:
        """Return the postmaster, which forks a process per connection, and its children."""
        with self._server() as server:
            row = server.execute("SELECT pg_backend_pid()").fetchone()
        with contextlib.suppress(psutil.Error):
            backend = psutil.Process(int(row[0]) if row else None)
            postmaster = backend.parent()
            if postmaster is not None and "postgres" in postmaster.name():
                return [postmaster, *postmaster.children()]
        return []

    def _server(self) -> psycopg.Connection[tuple[str, ...]]:
        url = urlsplit(self._url)._replace(path="/postgres").geturl()
        return psycopg.connect(url, autocommit=True, connect_timeout=5)
