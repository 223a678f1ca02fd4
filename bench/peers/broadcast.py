"""A limit: `websockets.broadcast`, fed by Redis. No rooms, no rights, no order; bytes to everyone.

Arguments: the port, the address of Redis, its channel.
"""

import sys

import uvloop
from redis import asyncio as aioredis
from websockets.asyncio.server import ServerConnection, broadcast, serve

clients: set[ServerConnection] = set()


async def stay(connection: ServerConnection) -> None:
    clients.add(connection)
    try:
        await connection.wait_closed()
    finally:
        clients.discard(connection)


async def follow(url: str, channel: str) -> None:
    async with aioredis.Redis.from_url(url).pubsub(ignore_subscribe_messages=True) as ear:
        await ear.subscribe(channel)
        async for message in ear.listen():
            broadcast(clients, message["data"].decode())


async def main(port: int, url: str, channel: str) -> None:
    # Nobody may be dropped for answering a ping late while everything is at its limit.
    async with serve(stay, "127.0.0.1", port, compression=None, ping_interval=None, backlog=4096):
        await follow(url, channel)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
