"""Sentences: events in words, for people. Each app registers the sentences of its own events."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.guard import guarded
from core.registry import KeyedRegistry
from core.texts.diff import Diff
from core.texts.directions import moves_neighbours
from core.wire import JsonObject
from projects.events.log import Changes, EventWire
from projects.history.names import Names

LazyText = str | Promise


@dataclass(frozen=True)
class Change:
    """A changed field, with its old and new value as a page shows them; "" is an empty value."""

    label: LazyText
    old: str
    new: str


@dataclass(frozen=True)
class Sentence:
    """An event in words, with the changed fields that a page can list below it."""

    text: SafeString
    changes: list[Change | Diff] = field(default_factory=list)


class SentenceContext:
    """An event for which a sentence is made, with the names that it needs. `wire` is redacted already."""

    def __init__(self, wire: EventWire, names: Names) -> None:
        self.wire, self.names = wire, names
        self.type: str = wire["type"]
        self.payload: JsonObject = wire["payload"]
        self.changes: Changes = wire["changes"]

    @property
    def who(self) -> SafeString:
        """The actor's name, in bold."""
        return self.person(self.wire["actorId"])

    @property
    def on_self(self) -> bool:
        """Whether the actor did it to themself, such as leaving, or deleting their own message."""
        return self.payload.get("userId", self.payload.get("authorId")) == self.wire["actorId"]

    def person(self, user_id: str) -> SafeString:
        return strong(self.names.person(user_id))

    def named(self, noun: str, entity_id: str) -> SafeString:
        """Return an entity's name, in bold; see `Names.of`."""
        return strong(self.names.of(noun, entity_id))


MakeSentence = Callable[[SentenceContext], Sentence]

sentences: KeyedRegistry[str, MakeSentence] = KeyedRegistry(
    f"{__name__}.sentences", used="an event is shown to people: its sentence, by the type of the event"
)

activity_kinds: KeyedRegistry[str, LazyText] = KeyedRegistry(
    f"{__name__}.activity_kinds", used="the activity page offers a filter: the kinds of events, by name"
)

event_kinds: KeyedRegistry[str, str] = KeyedRegistry(
    f"{__name__}.event_kinds", used="the activity is filtered: the kind of an event, by the type of the event"
)


def sentence(*event_types: str, kind: str) -> Callable[[MakeSentence], MakeSentence]:
    """Register the function that makes the sentence for these events. `kind` is one of `activity_kinds`."""

    def register(make: MakeSentence) -> MakeSentence:
        sentences.add(dict.fromkeys(event_types, make), module=make.__module__)
        event_kinds.add(dict.fromkeys(event_types, kind), module=make.__module__)
        return make

    return register


def event_types_of(kind: str) -> list[str]:
    return [event_type for event_type, its_kind in event_kinds.items() if its_kind == kind]


def describe_safely(wire: EventWire, names: Names) -> Sentence:
    """Return the sentence of an event; if an odd event has none, its type."""
    pk = f"{wire['projectId']}/{wire['seq']}"
    plain = SafeString(conditional_escape(wire["type"]))
    return guarded(lambda: describe(wire, names), kind="event", pk=pk, fallback=lambda: Sentence(plain))


def describe(wire: EventWire, names: Names) -> Sentence:
    """Return the sentence of an event. An undo says what was undone, in the sentence of that event."""
    sentence = _describe_plain(wire, names)
    undone = names.undone_events.get(wire["changes"]["undoes"][1]) if "undoes" in wire["changes"] else None
    if undone is None:
        return sentence
    who, what = SentenceContext(wire, names).who, _describe_plain(undone, names).text
    return Sentence(fill(_("%(who)s undid: %(what)s"), who=who, what=what), sentence.changes)


def _describe_plain(wire: EventWire, names: Names) -> Sentence:
    """Return an event's own sentence; one without a registered sentence shows its type."""
    event = SentenceContext(wire, names)
    if event.type not in sentences:
        return Sentence(fill(_("%(who)s: %(type)s"), who=event.who, type=event.type))
    return sentences[event.type](event)


def fill(text: str, /, **pieces: Any) -> SafeString:
    """Fill a translated `text`. A piece that is no SafeString is escaped and keeps its direction."""
    return mark_safe(text % {name: _piece(piece) for name, piece in pieces.items()})  # noqa: S308


def _piece(piece: Any) -> SafeString:
    escaped = conditional_escape(piece)
    moves = not isinstance(piece, SafeString) and moves_neighbours(escaped)
    return format_html("<bdi>{}</bdi>", escaped) if moves else escaped


def strong(text: str) -> SafeString:
    return format_html('<b dir="auto">{}</b>', text)
