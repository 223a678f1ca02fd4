"""All contestants by name."""

from bench.contestants.base import Contestant
from bench.contestants.kanban import (
    Kanban,
    KanbanDaphne,
    KanbanEmbedded,
    KanbanPlain,
    KanbanTwo,
    KanbanUnlimited,
)
from bench.contestants.listening import Broadcast, StockCore, StockPubSub
from bench.contestants.mvp import Mvp
from bench.contestants.reading import KanbanPages, ModelSerializers

KINDS: tuple[type[Contestant], ...] = (
    *(
        Kanban,
        KanbanPlain,
        KanbanDaphne,
        KanbanTwo,
        KanbanUnlimited,
        KanbanEmbedded,
        KanbanPages,
        ModelSerializers,
    ),
    *(Mvp, StockCore, StockPubSub, Broadcast),
)
CONTESTANTS: dict[str, type[Contestant]] = {kind.name: kind for kind in KINDS}
