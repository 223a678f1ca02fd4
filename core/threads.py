"""The threads in which requests are done. They stay; a connection is held only while work lasts."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.utils.translation import get_language, override

POOL = ThreadPoolExecutor(settings.THREADS, thread_name_prefix="worker")


def in_worker(work: Callable[..., Any], *args: Any) -> Awaitable[Any]:
    """`work` in one of them, with this task's context variables and language."""
    run = partial(copy_context().run, _alone, get_language(), work)
    return asyncio.get_running_loop().run_in_executor(POOL, run, *args)


def _alone(language: str | None, work: Callable[..., Any], *args: Any) -> Any:
    try:
        with override(language):
            return work(*args)
    finally:
        close_old_connections()
