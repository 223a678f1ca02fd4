"""Processes of contestants: pinned to a core, with their output in a file; waited for, and stopped."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from bench.machine import pin

ROOT = Path(__file__).resolve().parent.parent
BOOT_SECONDS = 60
STOP_SECONDS = 10
# Processes get only these variables of the environment.
MINIMAL_ENVIRONMENT = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}


class NotStarted(Exception):
    pass


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Process:
    def __init__(
        self,
        command: list[str],
        *,
        output: Path,
        core: int | None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.output = output
        with output.open("a") as file:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**MINIMAL_ENVIRONMENT, **(environment or {})},
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        pin(self.pid, core)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def wait_for(self, port: int) -> Self:
        """Wait until `port` answers HTTP, whatever the status. Raises NotStarted."""
        deadline = time.monotonic() + BOOT_SECONDS
        while self.runs and time.monotonic() < deadline:
            if answers_http(port):
                return self
            time.sleep(0.05)
        raise NotStarted(f"nothing serves on port {port}:\n{self.output.read_text()[-2000:]}")

    def ask_to_stop(self) -> None:
        self._process.terminate()

    def stop(self) -> None:
        self.ask_to_stop()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def answers_http(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as probe:
        probe.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return probe.recv(1) != b""
    return False


class Redis:
    """A Redis server of the run, without persistence, on the client's core."""

    def __init__(self, folder: Path, *, core: int | None) -> None:
        self.port = free_port()
        quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning", "--dir", str(folder)]
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", *quiet]
        self._process = Process(command, output=folder / "redis.log", core=core)
        self._wait()

    @staticmethod
    def is_installed() -> bool:
        return shutil.which("redis-server") is not None

    @staticmethod
    def version() -> str:
        output = subprocess.run(
            ["redis-server", "--version"], capture_output=True, text=True, check=True
        ).stdout
        return output.partition("v=")[2].partition(" ")[0]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def _wait(self) -> None:
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline and self._process.runs:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.02)
        raise NotStarted("redis-server does not start")

    def stop(self) -> None:
        self._process.stop()
