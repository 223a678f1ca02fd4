"""What a work stands on: sizes, cores, databases, and the contestants that it lets run."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

from bench.companions import Companion
from bench.contestants.all import BY_NAME
from bench.contestants.base import Contestant
from bench.contestants.kanban import Kanban
from bench.machine import Cores
from bench.postgres import Postgres
from bench.processes import Redis
from bench.profiling import Profile
from bench.progress import say
from bench.sizes import FULL, SMOKE
from bench.tokens import KEY
from bench.world import World

SECRET = "secret of a server that lives for minutes, on this machine only: " + KEY


class Ground:
    """Servers that were started ahead run until the end, all others for one round of one work."""

    def __init__(
        self, *, smoke: bool, cores: Cores, postgres: Postgres, profiles: Path | None = None
    ) -> None:
        self.smoke, self.sizes = smoke, SMOKE if smoke else FULL
        self.cores, self.postgres, self.profiles = cores, postgres, profiles
        self._running: dict[str, Contestant] = {}
        self._databases: dict[str, str] = {}
        self._worlds: dict[tuple[object, ...], World] = {}

    def __enter__(self) -> "Ground":
        with contextlib.ExitStack() as stack:
            self.folder = Path(tempfile.mkdtemp(prefix="kanban-bench-"))
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            stack.callback(self.postgres.drop_all)
            self.redis = Redis(self.folder, core=self.cores.client)
            stack.callback(self.redis.stop)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        for contestant in self._running.values():
            for process in contestant.processes:
                process.ask_to_stop()
        self._stack.close()

    # ── Contestants ───────────────────────────────────────────────────────────────────────────────
    @contextlib.contextmanager
    def serving(self, name: str) -> Iterator[Contestant]:
        """The contestant while it runs. Raises NotStarted."""
        if name in self._running:
            yield self._running[name]
            return
        contestant = BY_NAME[name](self)
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

    def start(self, names: Iterable[str]) -> None:
        """All at once: the peers, and what the product needs; then the product's servers, which need that."""
        kinds = {BY_NAME[name] for name in names if name in BY_NAME}
        own = {kind for kind in kinds if issubclass(kind, Kanban)}
        with ThreadPoolExecutor() as pool:
            made = [pool.submit(self._start, kind) for kind in kinds - own]
            made += [pool.submit(getattr, self, "product"), pool.submit(getattr, self, "embedded")]
            for each in made:
                each.result()
            list(pool.map(self._start, own))

    def _start(self, kind: type[Contestant]) -> None:
        contestant = kind(self)
        self._stack.callback(contestant.stop)
        contestant.start()
        self._running[kind.name] = contestant

    # ── Databases ─────────────────────────────────────────────────────────────────────────────────
    def database(self, name: str) -> str:
        """An address; made when it is first asked for."""
        if name not in self._databases:
            self._databases[name] = self.postgres.database(name)
        return self._databases[name]

    @cached_property
    def product_environment(self) -> dict[str, str]:
        """In production, apart from PUBLIC_URL, which each server adds."""
        return {
            "KANBAN_ENV": "production",
            "PUBLIC_URL": "http://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": SECRET,
            "JWT_KEY": KEY,
            "DATABASE_URL": self.database("kanban"),
            "REDIS_URL": self.redis.url,
            "VAR_DIR": str(self.folder / "var"),
        }

    @cached_property
    def embedded_environment(self) -> dict[str, str]:
        return {"SECRET_KEY": SECRET, "JWT_KEY": KEY, "VAR_DIR": str(self.folder / "embedded")}

    @cached_property
    def product(self) -> Companion:
        """A process of the product beside its servers, on PostgreSQL and Redis."""
        return self._companion("product", self.product_environment)

    @cached_property
    def embedded(self) -> Companion:
        return self._companion("embedded", self.embedded_environment)

    def _companion(self, name: str, environment: dict[str, str]) -> Companion:
        output = self.folder / f"{name}.log"
        made = Companion(
            "-m", "bench.product", output=output, core=self.cores.client, environment=environment
        )
        self._stack.callback(made.stop)
        made.ask("migrate")
        return made

    # ── Worlds ────────────────────────────────────────────────────────────────────────────────────
    def world(self, companion: Companion, *, people: int, cards: int, boards: int) -> World:
        """One for the same numbers, in the companion's database."""
        key = (companion, people, cards, boards)
        if key not in self._worlds:
            told = companion.ask("world", people=people, cards=cards, boards=boards)
            self._worlds[key] = World.of(told)
        return self._worlds[key]

    def copied(self, database: str, world: World, take_over: Callable[[str, World], None]) -> World:
        """The same world for who has another database."""
        key = (database, id(world))
        if key not in self._worlds:
            take_over(self.database(database), world)
            self._worlds[key] = world.copy()
        return self._worlds[key]
