"""Starts and stops contestants on a testbed."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban
from bench.profiling import Profile
from bench.progress import say
from bench.testbed import Testbed


class Servers:
    """The contestants that can be started, by name.

    Servers that `start_ahead` has started run until the end, all others for one round of one work. With
    `profiles` each is profiled into a file of that folder.
    """

    def __init__(
        self, testbed: Testbed, contestants: Mapping[str, type[Contestant]], *, profiles: Path | None = None
    ) -> None:
        self.testbed, self.profiles = testbed, profiles
        self._contestants = contestants
        self._running: dict[str, Contestant] = {}

    def __enter__(self) -> "Servers":
        self._stack = contextlib.ExitStack()
        return self

    def __exit__(self, *_: object) -> None:
        for contestant in self._running.values():
            for process in contestant.processes:
                process.ask_to_stop()
        self._stack.close()

    @contextlib.contextmanager
    def serving(self, name: str) -> Iterator[Contestant]:
        """Yield the contestant while it runs. Raises NotStarted."""
        if name in self._running:
            yield self._running[name]
            return
        contestant = self._contestants[name](self.testbed)
        try:
            contestant.start()
            with self._profiled(contestant):
                yield contestant
        finally:
            contestant.stop()

    @contextlib.contextmanager
    def _profiled(self, contestant: Contestant) -> Iterator[None]:
        if self.profiles is None:
            yield
            return
        self.profiles.mkdir(parents=True, exist_ok=True)
        number = len(list(self.profiles.iterdir()))
        profile = Profile(contestant.pids[0], self.profiles / f"{number:02}-{type(contestant).__name__}.txt")
        try:
            yield
        finally:
            say("\n" + "\n".join(f"      {line}" for line in profile.stop()))

    def start_ahead(self, names: Iterable[str]) -> None:
        """Start contestants in parallel: peers and the product's companions, then the product's servers.

        The product's servers come second because they need the database that the companions migrate.
        """
        kinds = {self._contestants[name] for name in names if name in self._contestants}
        own = {kind for kind in kinds if issubclass(kind, Kanban)}
        with ThreadPoolExecutor() as pool:
            started = [pool.submit(self._start, kind) for kind in kinds - own]
            started += [pool.submit(getattr, self.testbed, name) for name in ("product", "embedded")]
            for each in started:
                each.result()
            list(pool.map(self._start, own))

    def _start(self, kind: type[Contestant]) -> None:
        contestant = kind(self.testbed)
        self._stack.callback(contestant.stop)
        contestant.start()
        self._running[kind.name] = contestant
