"""Bursts of peers: events of the product, published by a program of the peer's stack."""

import asyncio

import orjson

from bench.companions import Companion
from bench.contestants.base import Contestant, Feeder
from bench.tokens import KEY
from bench.world import Board


def external_feeder(
    contestant: Contestant, stack: str, board: Board, count: int, *, layer: str = ""
) -> Feeder:
    """Start the publisher of a stack (bench/publisher.py) and let it load the events; return its feeder."""
    testbed = contestant.testbed
    events = testbed.product.ask("sample", project=board.project, count=count)
    file = testbed.folder / "burst.jsonl"
    file.write_bytes(b"\n".join(orjson.dumps(event) for event in events))
    companion = Companion(
        *("-m", "bench.publisher", stack),
        output=testbed.folder / f"publisher-{stack}.log",
        core=testbed.cores.client,
        environment={"REDIS_URL": testbed.redis.url, "JWT_KEY": KEY, "LAYER": layer},
    )
    contestant.companions.append(companion)
    companion.ask("read", file=str(file))

    async def publish() -> int:
        return int(await asyncio.to_thread(companion.ask, "publish"))

    return publish
