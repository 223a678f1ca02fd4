"""A pool of threads of its own for one kind of slow work, with a bounded queue.

Its threads answer no requests, so that however much of the work there is, requests go on.
"""

import logging
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from queue import Full, Queue

from django.db import connections

from core.backpressure import Busy

log = logging.getLogger("kanban.pools")

Job = tuple[Hashable, Callable[[], None], Future[None]]


class BoundedPool:
    """Runs jobs in `threads` threads, in the order of arrival; at most `queue` jobs wait.

    The threads start with the first job. They are daemons: a process that ends waits for no job.
    """

    def __init__(self, name: str, *, threads: int, queue: int) -> None:
        self.name, self.threads = name, threads
        self._jobs: Queue[Job] = Queue(queue)
        self._futures: dict[Hashable, Future[None]] = {}
        self._lock = threading.Lock()
        self._started = False

    def submit(self, key: Hashable, work: Callable[[], None]) -> Future[None]:
        """Return the future of the job with this key; a job that waits or runs already is not added again.

        Raises Busy if the queue is full.
        """
        with self._lock:
            known = self._futures.get(key)
            if known is not None:
                return known
            future: Future[None] = Future()
            try:
                self._jobs.put_nowait((key, work, future))
            except Full as error:
                raise Busy from error
            self._futures[key] = future
            if not self._started:
                self._start()
        return future

    def _start(self) -> None:
        self._started = True
        for number in range(self.threads):
            threading.Thread(target=self._work, name=f"{self.name}-{number}", daemon=True).start()

    def _work(self) -> None:
        while True:
            key, work, future = self._jobs.get()
            try:
                work()
            except Exception:
                log.exception("job failed", extra={"facts": {"pool": self.name, "job": str(key)}})
            finally:
                connections.close_all()
                with self._lock:
                    del self._futures[key]
                future.set_result(None)
