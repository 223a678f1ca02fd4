"""Measure a server's memory, temporary files and open files."""

import re
import time
from pathlib import Path

from tests.support.server import Server


class ServerResources:
    def __init__(self, server: Server) -> None:
        self.server, self.pid = server, server.process.pid
        self.scratch = server.output.parent / "scratch"
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")
        self.before = self.peak()

    def peak(self) -> int:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        assert found
        return int(found[1]) * 1024

    def grown(self) -> int:
        return self.peak() - self.before

    def left(self) -> list[str]:
        """Open temporary files of the server, deleted or not."""
        return [*map(str, self.scratch.iterdir()), *self.opened(str(self.scratch))]

    def opened(self, where: str) -> list[str]:
        """Open files whose paths contain `where`."""
        handles = Path(f"/proc/{self.pid}/fd").iterdir()
        return [path for path in map(target, handles) if where in path]

    def are_released(self) -> bool:
        """Whether all temporary files are gone within a few seconds."""
        deadline = time.monotonic() + 5
        while self.left() and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.left() == []


def target(handle: Path) -> str:
    try:
        return str(handle.readlink())
    except OSError:  # closed since the listing
        return ""
