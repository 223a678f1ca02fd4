"""Server processes for tests: the product under uvicorn on the tests' database, and Redis."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from django.conf import settings
from django.db import connection

from tests.support.people import Site
from tests.support.processes import BARE, BOOT_SECONDS, ROOT, free_port

# As bin/run starts it.
COMMAND = [sys.executable, "-m", "kanban.server", "--host", "127.0.0.1"]
BROKEN = re.compile(r'Traceback|"trace":|"level": "error"|"level": "critical"')


def database_url() -> str:
    """DATABASE_URL of this process's test database."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    who = f"{config['USER']}:{config['PASSWORD']}" if config["PASSWORD"] else config["USER"]
    return f"postgres://{who}@{config['HOST']}:{config['PORT'] or 5432}/{config['NAME']}"


def environment(folder: Path, *, redis_url: str = "", **more: str) -> dict[str, str]:
    """Environment of a process that shares this process's database and secret keys."""
    ours = {
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url,
        "SECRET_KEY": settings.SECRET_KEY,
        "JWT_KEY": settings.JWT_KEY,
        "VAR_DIR": str(folder),
        "FILES_DIR": str(settings.FILES_DIR),
        "LIMIT_LOGIN_ADDRESS": "100000",
        "LIMIT_REGISTER_ADDRESS": "100000",
        "LIMIT_UPLOADS": "100000",
        "LIMIT_INVITATIONS_PERSON": "100000",
        "LIMIT_INVITATION_MAILS_ADDRESS": "100000",
        "LIMIT_MAILS_ADDRESS": "100000",
        "LIMIT_PROJECTS_HOUR": "100000",
        "DATABASE_POOL": "6",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return {name: value for name, value in {**BARE, **ours, **more}.items() if value}


class Server(Site):
    """One server process. `output` is the file of its log."""

    command = COMMAND

    def __init__(self, folder: Path, *, client: httpx.Client, redis_url: str = "", **more: str) -> None:
        self.port = free_port()
        super().__init__(client, f"http://127.0.0.1:{self.port}")
        folder.mkdir(parents=True, exist_ok=True)
        self.output = folder / "output"
        self._environment = environment(folder, redis_url=redis_url, PUBLIC_URL=self.url, **more)
        self._read = 0

    def start(self) -> Self:
        with self.output.open("a") as file:
            self.process = subprocess.Popen(
                [*self.command, "--port", str(self.port)],
                cwd=ROOT,
                env=self._environment,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        return self

    def wait(self) -> Self:
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if answers(self.port):
                return self
            time.sleep(0.05)
        raise AssertionError(f"nothing serves on port {self.port}:\n{self.output.read_text()}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(timeout=BOOT_SECONDS)

    def __enter__(self) -> Self:
        return self.start().wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def new_log(self) -> list[str]:
        """Return the log lines since the last call."""
        with self.output.open() as file:
            file.seek(self._read)
            lines = file.readlines()
            self._read = file.tell()
        return lines

    def broken(self) -> list[str]:
        """Return the new log lines that report a server error."""
        return [line for line in self.new_log() if BROKEN.search(line)]


class Redis:
    """A Redis server on its own port, without persistence."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"

    @staticmethod
    def is_here() -> bool:
        return shutil.which("redis-server") is not None

    def start(self) -> Self:
        quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning", "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", *quiet],
            stdout=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"]},
        )
        deadline = time.monotonic() + BOOT_SECONDS
        while not answers(self.port):
            assert time.monotonic() < deadline, "redis-server does not start"
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
