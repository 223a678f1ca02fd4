"""The machine: its cores, the CPU and memory of processes, its noise, and installed versions."""

import contextlib
import os
import platform
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Self

import psutil

PACKAGES = (
    *("Django", "channels", "channels_redis", "daphne", "uvicorn", "uvloop", "httptools", "websockets"),
    *("psycopg", "redis", "orjson", "fastapi", "python-socketio", "SQLAlchemy", "asyncpg"),
)


@dataclass(frozen=True)
class Cores:
    """The cores of the server and of the load client; None if there is only one, and nothing is pinned."""

    server: int | None
    client: int | None

    @classmethod
    def available(cls) -> "Cores":
        usable = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        return cls(usable[0], usable[1]) if len(usable) > 1 else cls(None, None)


def pin(pid: int, core: int | None) -> None:
    """Pin a process and its threads to a core; processes that it starts later inherit it.

    A process that has ended is ignored. Raises PermissionError.
    """
    if core is not None:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for thread in Path(f"/proc/{pid}/task").iterdir():
                os.sched_setaffinity(int(thread.name), {core})


# ── CPU and memory ─────────────────────────────────────────────────────────────────────────────────
def tree(pid: int) -> list[psutil.Process]:
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def cpu_seconds(pid: int) -> float:
    """Return user and system CPU seconds of a process and its children."""
    times = [process.cpu_times() for process in tree(pid)]
    return sum(spent.user + spent.system for spent in times)


def memory(pid: int) -> int:
    """Return the memory of a process and its children in bytes; shared pages count once."""
    return sum(_proportional(process.pid) for process in tree(pid))


def _proportional(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it ended while the others were read
        return 0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


@dataclass(frozen=True)
class Spent:
    """The cost of a measurement.

    `server_cpu` is in seconds; `client` is the load client's share of its core, `core` the share of that core
    that was busy at all.
    """

    seconds: float
    server_cpu: float
    client: float
    core: float | None


class Meter:
    """Measures CPU of the server's processes and of the load client between `start` and `stop`."""

    def __init__(self, *pids: int, core: int | None) -> None:
        self._pids, self._core = pids, core

    def start(self) -> Self:
        self._began, self._own, self._server = time.perf_counter(), time.process_time(), self._cpu()
        self._busy = self._core_busy()
        return self

    def stop(self) -> Spent:
        seconds = time.perf_counter() - self._began
        busy = self._core_busy() - self._busy
        return Spent(
            seconds=seconds,
            server_cpu=self._cpu() - self._server,
            client=(time.process_time() - self._own) / seconds,
            core=min(1.0, busy / seconds) if self._core is not None else None,
        )

    def _cpu(self) -> float:
        return sum(cpu_seconds(pid) for pid in self._pids)

    def _core_busy(self) -> float:
        if self._core is None:
            return 0.0
        times = psutil.cpu_times(percpu=True)[self._core]
        return sum(times) - times.idle - times.iowait - times.guest - times.guest_nice


# ── The machine itself ────────────────────────────────────────────────────────────────────────────────────
def noise() -> float:
    """Return the seconds of a fixed computation; their spread shows how noisy the machine is."""
    began = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number & 3
    return time.perf_counter() - began


def facts() -> dict[str, str]:
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "System": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()
