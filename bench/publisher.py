"""Publishes a burst of events from outside the server, in the way of each stack. Runs as a companion.

The request `read` loads the events from a file; `publish` sends them all to Redis as fast as it accepts them.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
from redis import asyncio as aioredis

Publish = Callable[[dict[str, Any]], Awaitable[Any]]


async def to_socket_io(url: str) -> Publish:
    import socketio  # noqa: PLC0415 - each stack needs only its own libraries

    manager = socketio.AsyncRedisManager(url, write_only=True)
    return lambda event: manager.emit(event["type"], event, room=f"project:{event['projectId']}")


async def to_group(url: str) -> Publish:
    from channels.layers import get_channel_layer  # noqa: PLC0415

    import bench.peers.stock  # noqa: F401, PLC0415

    layer = get_channel_layer()
    return lambda event: layer.group_send(
        f"project.{event['projectId']}", {"type": "project.event", "event": event}
    )


async def to_channel(url: str) -> Publish:
    client = aioredis.Redis.from_url(url)
    return lambda event: client.publish("events", orjson.dumps(event))


STACKS = {"socket.io": to_socket_io, "group": to_group, "channel": to_channel}


def read(file: str) -> list[dict[str, Any]]:
    return [orjson.loads(text) for text in Path(file).read_bytes().splitlines()]


async def main(stack: str) -> None:
    publish = await STACKS[stack](os.environ["REDIS_URL"])
    events: list[dict[str, Any]] = []
    while line := await asyncio.to_thread(sys.stdin.readline):
        request = orjson.loads(line)
        if request["do"] == "read":
            events = read(request["file"])
        else:
            for event in events:
                await publish(event)
        sys.stdout.write(f"{len(events)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
