"""HTML fragments: server-rendered parts that events carry to pages.

A fragment is rendered once per process and language, and never logged.
"""

from collections import OrderedDict
from collections.abc import Callable

from django.utils import translation

from core.guard import guarded
from core.registry import GroupedRegistry
from projects.events.log import EventWire

CACHED_FRAGMENTS = 2000

Render = Callable[[EventWire], str]

fragment_renderers: GroupedRegistry[str, Render] = GroupedRegistry(
    f"{__name__}.fragment_renderers", used="an event is sent to a page: its parts in HTML, by type"
)
_cache: OrderedDict[tuple[str, int, str], str] = OrderedDict()


def fragment(*event_types: str) -> Callable[[Render], Render]:
    """Register a function that renders a fragment for these events, given the event on the wire.

    Several fragments of one event are concatenated.
    """
    return fragment_renderers.register(*event_types)


def with_html(wire: EventWire, language: str) -> EventWire:
    """Return `wire` with its `html` in `language`, if its type has a fragment. Reads the database.

    An event whose fragment fails goes without it: the page then shows what the payload says.
    """
    if wire["type"] not in fragment_renderers:
        return wire
    key = (wire["projectId"], wire["seq"], language)
    if key not in _cache:
        html = guarded(
            lambda: _render(wire, language),
            kind="event",
            pk=f"{wire['projectId']}/{wire['seq']}",
            fallback=lambda: None,
        )
        if html is None:
            return wire
        _cache[key] = html
        while len(_cache) > CACHED_FRAGMENTS:
            _cache.popitem(last=False)
    return {**wire, "html": _cache[key]}


def _render(wire: EventWire, language: str) -> str | None:
    with translation.override(language):
        return "".join(render(wire) for render in fragment_renderers[wire["type"]])


def newest_with_html(wires: list[EventWire], language: str) -> list[EventWire]:
    """Return a replay for a page: of several events about one entity only the last gets its HTML."""
    last = {(wire["type"].rpartition(".")[0], _entity(wire)): wire["seq"] for wire in wires}
    return [with_html(wire, language) if wire["seq"] in last.values() else wire for wire in wires]


def _entity(wire: EventWire) -> object:
    """Return the id of the entity that the event is about. A bulk event has none and stands for itself."""
    return wire["payload"].get("id", wire["seq"])
