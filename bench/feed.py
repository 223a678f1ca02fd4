"""Publishes a burst of events from outside, each stack in its own way: a companion of the load client.

`read` takes the events from a file; `publish` hands them all to Redis, as fast as it takes them.
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
    import socketio  # noqa: PLC0415 - each stack's way needs only its own libraries

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


WAYS = {"socket.io": to_socket_io, "group": to_group, "channel": to_channel}


def read(file: str) -> list[dict[str, Any]]:
    return [orjson.loads(text) for text in Path(file).read_bytes().splitlines()]


async def main(way: str) -> None:
    publish = await WAYS[way](os.environ["REDIS_URL"])
    events: list[dict[str, Any]] = []
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = orjson.loads(line)
        if asked["do"] == "read":
            events = read(asked["file"])
        else:
            for event in events:
                await publish(event)
        sys.stdout.write(f"{len(events)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
