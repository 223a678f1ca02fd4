"""Hashing of passwords with Argon2, a few at a time in each process.

The cost is one of those that OWASP recommends as equal for Argon2id: 19 MiB, two passes, one lane. The other
usual one takes 46 MiB for the same strength and time, and memory is what a burst of sign-ins runs out of.
Hashes of another cost are still verified; Django replaces one at the next sign-in.
"""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from core.backpressure import Gate

QUEUED_HASHES = 200
"""Requests that wait for a place. At 30 ms a hash and two places the last of them waits three seconds."""

GATE = Gate(places=settings.PASSWORD_HASHES, queue=QUEUED_HASHES)

NICENESS = 5
"""A third of the share that others have: sign-ins come late on a busy machine, but they come."""


def lower_priority() -> None:
    """Let the event loop and requests go first: a hash computes for 30 ms at a time, beside the interpreter.

    On Linux each thread has a priority, and an unprivileged one never gets it back: these do nothing else.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICENESS)


POOL = ThreadPoolExecutor(settings.PASSWORD_HASHES, "password-hash", initializer=lower_priority)


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id behind GATE. Raises Busy.

    Every way to a hash goes through here: a known and an unknown address wait alike.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with GATE.place():
            return POOL.submit(super().encode, password, salt).result()

    def verify(self, password: str, encoded: str) -> bool:
        with GATE.place():
            return POOL.submit(super().verify, password, encoded).result()
