"""A process of the product beside its servers, which makes worlds and publishes bursts on request.

A request is a line on stdin, {"do", …arguments}, a response a line on stdout. Events go through Redis, as
from any other process of the product.
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
from bench.product import moving, reading, scripting, seeding, workspace  # noqa: E402
from projects.realtime.hub import HUB  # noqa: E402


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


REQUESTS: dict[str, Callable[..., Any]] = {
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
    "workspace": workspace.write_workspace,
}


def handle(request: dict[str, Any]) -> Any:
    return REQUESTS[request.pop("do")](**request)


async def main() -> None:
    HUB.start()
    while line := await asyncio.to_thread(sys.stdin.readline):
        result = await asyncio.to_thread(handle, orjson.loads(line))
        sys.stdout.write(orjson.dumps(result).decode() + "\n")
        sys.stdout.flush()
    await HUB.stop()


if __name__ == "__main__":
    asyncio.run(main())
