"""A peer's burst: the product's own events, published by a program of the peer's stack."""

import asyncio

import orjson

from bench.companions import Companion
from bench.contestants.base import Contestant, Feeder
from bench.tokens import KEY
from bench.world import Board


def feed(contestant: Contestant, way: str, board: Board, count: int, *, layer: str = "") -> Feeder:
    """`way` is one of bench.feed; its program is started and has read the events when this returns."""
    ground = contestant.ground
    events = ground.product.ask("sample", project=board.project, count=count)
    file = ground.folder / "burst.jsonl"
    file.write_bytes(b"\n".join(orjson.dumps(event) for event in events))
    companion = Companion(
        *("-m", "bench.feed", way),
        output=ground.folder / f"feed-{way}.log",
        core=ground.cores.client,
        environment={"REDIS_URL": ground.redis.url, "JWT_KEY": KEY, "LAYER": layer},
    )
    contestant.companions.append(companion)
    companion.ask("read", file=str(file))

    async def publish() -> int:
        return int(await asyncio.to_thread(companion.ask, "publish"))

    return publish
