"""Server-rendered parts that events carry to pages: made once per process and language, never logged."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.utils import translation

KEPT = 2000

Render = Callable[[dict[str, Any]], str]

RENDERERS: dict[str, list[Render]] = {}
_made: OrderedDict[tuple[str, int, str], str] = OrderedDict()


def fragment(*event_types: str) -> Callable[[Render], Render]:
    """Registers a function that renders a part of these events; it takes the event on the wire.

    Several parts of one event follow each other.
    """

    def register(render: Render) -> Render:
        for event_type in event_types:
            RENDERERS.setdefault(event_type, []).append(render)
        return render

    return register


def with_html(wire: dict[str, Any], language: str) -> dict[str, Any]:
    """`wire` with its `html` in `language`, if its type has a part. Reads the database."""
    if wire["type"] not in RENDERERS:
        return wire
    key = (wire["projectId"], wire["seq"], language)
    if key not in _made:
        with translation.override(language):
            _made[key] = "".join(render(wire) for render in RENDERERS[wire["type"]])
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return {**wire, "html": _made[key]}


def newest_with_html(wires: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """A replay for a page: of several events of one entity only the last carries html."""
    last = {(wire["type"].rpartition(".")[0], _entity(wire)): wire["seq"] for wire in wires}
    return [with_html(wire, language) if wire["seq"] in last.values() else wire for wire in wires]


def _entity(wire: dict[str, Any]) -> Any:
    """What the event is about; one of many cards is about nothing else."""
    return wire["payload"].get("id", wire["seq"])
