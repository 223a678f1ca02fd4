"""Retries of a whole transaction that the database aborted."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, OperationalError

from projects.errors import Unavailable

TRIES = 3
# serialization failure, deadlock, lock timeout
RETRIED_SQLSTATES = {"40001", "40P01", "55P03"}

Result = TypeVar("Result")


def with_retries(work: Callable[[], Result]) -> Result:
    """Call `work`, up to TRIES times. Raises Unavailable if the database is away or too busy."""
    for attempt in range(1, TRIES + 1):
        try:
            return work()
        except IntegrityError:
            # Two calls used one event id, or one new id, at the same time: the next try sees the first one.
            if attempt == TRIES:
                raise
        except OperationalError as error:
            if attempt == TRIES or getattr(error.__cause__, "sqlstate", None) not in RETRIED_SQLSTATES:
                raise Unavailable from error
            time.sleep(random.uniform(0.02, 0.1) * attempt)
    raise Unavailable
