"""The pool of threads for synchronous work. Threads stay; a database connection lives as long as one job."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections
from django.utils.translation import get_language, override

P = ParamSpec("P")
Result = TypeVar("Result")

POOL = ThreadPoolExecutor(settings.THREADS, thread_name_prefix="worker")


def in_worker(work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Awaitable[Result]:
    """Run `work` in a thread of the pool, with the context variables and the language of the calling task."""
    call = partial(work, *args, **kwargs)
    return asyncio.get_running_loop().run_in_executor(POOL, copy_context().run, _run, get_language(), call)


def _run(language: str | None, work: Callable[[], Result]) -> Result:
    try:
        with override(language):
            return work()
    finally:
        close_old_connections()
