"""The resources of a run: sizes, cores, databases, Redis, and worlds. It knows no contestant."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from bench.companions import Companion
from bench.machine import Cores
from bench.postgres import Postgres
from bench.processes import Redis
from bench.sizes import FULL, SMOKE
from bench.tokens import KEY
from bench.world import World

SECRET = "secret of a server that lives for minutes, on this machine only: " + KEY


class Testbed:
    """Entered at the start of a run. At its end everything it made is stopped, dropped and deleted."""

    __test__ = False  # no test, as pytest would conclude from the name

    def __init__(self, *, smoke: bool, cores: Cores, postgres: Postgres) -> None:
        self.smoke, self.sizes = smoke, SMOKE if smoke else FULL
        self.cores, self.postgres = cores, postgres
        self._databases: dict[str, str] = {}
        self._worlds: dict[tuple[object, ...], World] = {}

    def __enter__(self) -> "Testbed":
        with contextlib.ExitStack() as stack:
            self.folder = Path(tempfile.mkdtemp(prefix="kanban-bench-"))
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            stack.callback(self.postgres.drop_all)
            self.redis = Redis(self.folder, core=self.cores.client)
            stack.callback(self.redis.stop)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # ── Databases ─────────────────────────────────────────────────────────────────────────────────
    def database(self, name: str) -> str:
        """Return the URL of a database, created at the first call."""
        if name not in self._databases:
            self._databases[name] = self.postgres.database(name)
        return self._databases[name]

    @cached_property
    def product_environment(self) -> dict[str, str]:
        """The environment of the product in production. Each server adds its own PUBLIC_URL."""
        return {
            "KANBAN_ENV": "production",
            "PUBLIC_URL": "http://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": SECRET,
            "JWT_KEY": KEY,
            "DATABASE_URL": self.database("kanban"),
            "REDIS_URL": self.redis.url,
            "VAR_DIR": str(self.folder / "var"),
            "LIMIT_TEXT_CHANGES": "1000000",  # one writer stands for many
        }

    @cached_property
    def embedded_environment(self) -> dict[str, str]:
        """The environment of the product without services: SQLite, and everything else in memory."""
        return {"SECRET_KEY": SECRET, "JWT_KEY": KEY, "VAR_DIR": str(self.folder / "embedded")}

    @cached_property
    def product(self) -> Companion:
        """A process of the product beside its servers, on PostgreSQL and Redis."""
        return self._companion("product", self.product_environment)

    @cached_property
    def embedded(self) -> Companion:
        """A process of the product beside its embedded server, on the same SQLite file."""
        return self._companion("embedded", self.embedded_environment)

    def _companion(self, name: str, environment: dict[str, str]) -> Companion:
        output = self.folder / f"{name}.log"
        companion = Companion(
            "-m", "bench.product", output=output, core=self.cores.client, environment=environment
        )
        self._stack.callback(companion.stop)
        companion.ask("migrate")
        return companion

    # ── Worlds ────────────────────────────────────────────────────────────────────────────────────
    def world(self, companion: Companion, *, people: int, cards: int, boards: int) -> World:
        """Return a world of these numbers in the companion's database, made at the first call."""
        key = (companion, people, cards, boards)
        if key not in self._worlds:
            self._worlds[key] = World.of(companion.ask("world", people=people, cards=cards, boards=boards))
        return self._worlds[key]

    def copied(self, database: str, world: World, copy: Callable[[str, World], None]) -> World:
        """Return the same world in another database, filled by `copy` at the first call."""
        key = (database, id(world))
        if key not in self._worlds:
            copy(self.database(database), world)
            self._worlds[key] = world.copy()
        return self._worlds[key]
