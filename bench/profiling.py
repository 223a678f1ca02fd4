"""Profiles a server with py-spy while it is measured, and summarizes the samples."""

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

SHOWN = 12


class Profile:
    """Samples a process and its children until `stop`; needs permission to trace them."""

    def __init__(self, pid: int, file: Path) -> None:
        self._file = file
        spy = str(Path(sys.executable).with_name("py-spy"))
        # Only threads that hold the GIL: waiting threads do not matter.
        command = [spy, "record", "--gil", "--pid", str(pid), "--subprocesses", "--format", "raw"]
        self._process = subprocess.Popen(
            [*command, "--rate", "200", "--output", str(file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> list[str]:
        """Return the `summary`. The file keeps the samples, one stack per line, as input for flame graphs."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait()
        return summary(self._file.read_text().splitlines()) if self._file.exists() else ["no samples"]


def summary(stacks: list[str]) -> list[str]:
    """Return the functions with the largest shares of samples: with their callees, and on their own."""
    own: Counter[str] = Counter()
    total_of: Counter[str] = Counter()
    for line in stacks:
        text, _, number = line.rpartition(" ")
        frames = [_function(frame) for frame in text.split(";")]
        own[frames[-1]] += int(number)
        for frame in set(frames):
            total_of[frame] += int(number)
    total = sum(own.values()) or 1
    return [
        f"{total_of[name] / total:6.1%} {own[name] / total:6.1%}  {name}"
        for name, _ in own.most_common(SHOWN)
    ]


def _function(frame: str) -> str:
    """Return a frame without its line number, which differs between samples."""
    return frame.rpartition(":")[0] + ")" if ":" in frame else frame
