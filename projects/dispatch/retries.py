"""A transaction that the database broke off is tried again, whole."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, OperationalError

from projects.errors import Unavailable

TRIES = 3
# serialization failure, deadlock, lock timeout
RETRIED_SQLSTATES = {"40001", "40P01", "55P03"}

Answer = TypeVar("Answer")


def with_retries(work: Callable[[], Answer]) -> Answer:
    """Raises Unavailable when the database is away or too busy, and what `work` raises."""
    for attempt in range(1, TRIES + 1):
        try:
            return work()
        except IntegrityError:
            # The same event id, or the same new id, came twice at once: the next turn sees who was first.
            if attempt == TRIES:
                raise
        except OperationalError as error:
            if attempt == TRIES or getattr(error.__cause__, "sqlstate", None) not in RETRIED_SQLSTATES:
                raise Unavailable from error
            time.sleep(random.uniform(0.02, 0.1) * attempt)
    raise Unavailable
