"""File descriptors: every connection takes one, and a process may have only so many."""

import contextlib
import resource

SHARE_OF_CONNECTIONS = 0.75
"""The rest is for the database, Redis, files and the program itself."""
MOST_CONNECTIONS = 20_000


def raise_descriptor_limit() -> None:
    """Raise the soft limit of descriptors to the hard one. Processes that are started later inherit it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses "infinity"
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def connections_that_fit() -> int:
    """Return how many connections this process may have."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return min(MOST_CONNECTIONS, int(soft * SHARE_OF_CONNECTIONS))
