"""Limits of the processes that read pictures of strangers. They run without our environment and may crash."""

import contextlib
import os
import resource

MEMORY_BYTES = 256 * 1024**2
CPU_SECONDS = 2
MAX_OPEN_FILES = 64
NICENESS = 10


def limit_resources() -> None:
    """Limit memory, CPU time and open files of this process, and let others go first."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
    }
    for kind, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS has no limit of memory.
            resource.setrlimit(kind, (value, value))
    os.nice(NICENESS)
