"""Helper processes of the load client: requests on stdin, responses on stdout, one line of JSON each."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from bench.machine import pin
from bench.processes import MINIMAL_ENVIRONMENT, ROOT, STOP_SECONDS, NotStarted


class Companion:
    """A process of this Python that runs `command`. Each request is one line, and so is its response."""

    def __init__(
        self, *command: str, output: Path, core: int | None, environment: Mapping[str, str] | None = None
    ) -> None:
        self._output = output
        with output.open("a") as file:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**MINIMAL_ENVIRONMENT, **(environment or {})},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
            )
        pin(self._process.pid, core)

    def ask(self, do: str, **arguments: Any) -> Any:
        """Send a request and return the response. Raises NotStarted if the process has died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(orjson.dumps({"do": do, **arguments}) + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise NotStarted(f"{do}: the process ended:\n{self._output.read_text()[-2000:]}")
        return orjson.loads(line)

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
