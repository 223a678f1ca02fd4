"""An upper bound: `websockets.broadcast`, fed by Redis. No rooms, permissions or order; bytes to all sockets.

Arguments: the port, the address of Redis, its channel.
"""

import sys

import uvloop
from redis import asyncio as aioredis
from websockets.asyncio.server import ServerConnection, broadcast, serve

clients: set[ServerConnection] = set()


async def handle(connection: ServerConnection) -> None:
    clients.add(connection)
    try:
        await connection.wait_closed()
    finally:
        clients.discard(connection)


async def follow(url: str, channel: str) -> None:
    async with aioredis.Redis.from_url(url).pubsub(ignore_subscribe_messages=True) as subscription:
        await subscription.subscribe(channel)
        async for message in subscription.listen():
            broadcast(clients, message["data"].decode())


async def main(port: int, url: str, channel: str) -> None:
    # No pings: under full load a late pong would close the connection.
    async with serve(handle, "127.0.0.1", port, compression=None, ping_interval=None, backlog=4096):
        await follow(url, channel)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
