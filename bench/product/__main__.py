"""A process of the product beside its servers: makes worlds and publishes bursts when it is told to.

Lines on its input are {"do", …arguments}; each is answered by a line on its output. What it publishes goes
through Redis, as from any other process of the product.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any

import django
import orjson
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kanban.settings")
django.setup()

# Models can be imported only once Django is set up.
from bench.product import moving, reading, scripting, seeding  # noqa: E402
from projects.realtime.hub import HUB  # noqa: E402


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


DEEDS: dict[str, Callable[..., Any]] = {
    "migrate": migrate,
    "world": seeding.make_world,
    "burst": moving.burst,
    "sample": moving.sample,
    "script": scripting.script,
    "statements": scripting.count,
    "collect": reading.collect,
    "session": reading.session,
    "queries": reading.queries,
    "converse": reading.converse,
}


def do(asked: dict[str, Any]) -> Any:
    return DEEDS[asked.pop("do")](**asked)


async def main() -> None:
    HUB.start()
    while line := await asyncio.to_thread(sys.stdin.readline):
        told = await asyncio.to_thread(do, orjson.loads(line))
        sys.stdout.write(orjson.dumps(told).decode() + "\n")
        sys.stdout.flush()
    await HUB.stop()


if __name__ == "__main__":
    asyncio.run(main())
