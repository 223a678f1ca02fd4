"""A guard around the reading of one stored item: an odd one takes no page and no other item away."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import Error

log = logging.getLogger("kanban.display")

T = TypeVar("T")


def guarded(build: Callable[[], T], *, kind: str, pk: object, fallback: Callable[[], T]) -> T:
    """Return `build()`; if it fails, log an error that names the item and return `fallback()`.

    `kind` and `pk` say which item it is, such as "message" and its id. An error of the database is raised:
    it is not the item's fault.
    """
    try:
        return build()
    except Error:
        raise
    except Exception:
        log.exception("a stored item cannot be read", extra={"facts": {"kind": kind, "id": str(pk)}})
        return fallback()
