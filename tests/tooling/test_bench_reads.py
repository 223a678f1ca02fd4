"""The peer implementations in the benchmark return the same board as the product."""

from typing import Any

import orjson

from bench.peers import model_serializers as peer
from boards.wire.board import board_snapshot
from projects.api.renderers import WireRenderer
from projects.models import Project
from tests.support.worlds import World


def sent(data: Any) -> Any:
    return orjson.loads(WireRenderer().render(data))


def in_any_order(snapshot: Any) -> Any:
    """Sort a card's related rows, whose order prefetching does not keep."""
    hanging = ("labelIds", "assigneeIds", "fileIds")
    cards = [{**card, **{name: sorted(card[name]) for name in hanging}} for card in snapshot["cards"]]
    return {**snapshot, "cards": cards}


def test_model_serializers_tell_the_same_board(world: World) -> None:
    project = Project.objects.get(pk=world.id)
    assert in_any_order(sent(peer.snapshot(project))) == in_any_order(sent(board_snapshot(project.pk)))
