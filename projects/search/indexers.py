"""The hook by which the command path keeps the index: a function for each event that changes a text."""

from collections.abc import Callable, Iterable
from uuid import UUID

from core.registry import KeyedRegistry
from core.sql.deferred import defer
from core.sql.pipeline import ToSql
from projects.models import Event

Indexer = Callable[[Event], Iterable[ToSql]]

search_indexers: KeyedRegistry[str, Indexer] = KeyedRegistry(
    f"{__name__}.search_indexers", used="a command has changed a text, in its transaction: the index follows"
)
"""Type of event → the writes that make the index agree with what the event says. Called after the writes of
the command. One that needs more than the event may query, which costs a round trip."""


def keep_index(event: Event) -> None:
    """Defer the writes of the index that the event asks for. Most events change no text."""
    indexer = search_indexers.get(event.type)
    if indexer is not None:
        defer(*indexer(event))


def changed(event: Event, *names: str) -> bool:
    """Return whether one of the named fields differs from what it was."""
    return not event.changes.keys().isdisjoint(names)


def ids_in_changes(event: Event, name: str) -> list[UUID]:
    """Return the ids that `changes` lists under a name, before and after."""
    return [UUID(an_id) for ids in event.changes.get(name, ()) for an_id in ids]
