"""Where a server's time goes: py-spy beside it while it is measured, and what it saw in a few lines."""

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

SHOWN = 12


class Profile:
    """Samples a process and its children until it is stopped; needs the right to look into them."""

    def __init__(self, pid: int, file: Path) -> None:
        self._file = file
        spy = str(Path(sys.executable).with_name("py-spy"))
        # Who holds the interpreter's lock: threads that wait are of no interest.
        command = [spy, "record", "--gil", "--pid", str(pid), "--subprocesses", "--format", "raw"]
        self._process = subprocess.Popen(
            [*command, "--rate", "200", "--output", str(file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> list[str]:
        """The `summary`; the samples stay in the file, a stack on each line, as flame graphs take them."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait()
        return summary(self._file.read_text().splitlines()) if self._file.exists() else ["py-spy saw nothing"]


def summary(stacks: list[str]) -> list[str]:
    """The functions with the largest shares of all samples, with what they call and on their own."""
    own: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for line in stacks:
        text, _, number = line.rpartition(" ")
        frames = [_function(frame) for frame in text.split(";")]
        own[frames[-1]] += int(number)
        for frame in set(frames):
            whole[frame] += int(number)
    total = sum(own.values()) or 1
    return [
        f"{whole[name] / total:6.1%} {own[name] / total:6.1%}  {name}" for name, _ in own.most_common(SHOWN)
    ]


def _function(frame: str) -> str:
    """Without the line's number, which differs between samples."""
    return frame.rpartition(":")[0] + ")" if ":" in frame else frame
