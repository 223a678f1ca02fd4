"""Start the product's own commands as processes, as people start them."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from django.conf import settings

ROOT = settings.BASE_DIR
BOOT_SECONDS = 60
# A shell environment without any of our settings.
BARE = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def tried(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=BOOT_SECONDS,
    )


@contextlib.contextmanager
def serving(command: list[str], environment: dict[str, str], port: int) -> Iterator[Path]:
    """Run a server command until the block ends; yields the file that holds its output."""
    output = Path(environment["VAR_DIR"]) / "output"
    with output.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process, output)
        yield output
    finally:
        process.terminate()
        process.wait(timeout=BOOT_SECONDS)


def _wait_for(port: int, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing serves on port {port}:\n{output.read_text()}")


def answer(port: int, path: str, *, host: str | None = None, scheme: str = "http") -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(
        "GET", path, headers={"Host": host or f"127.0.0.1:{port}", "X-Forwarded-Proto": scheme}
    )
    return connection.getresponse()
