"""What an event says to people. Each app registers the sentences of its own events; nobody else makes any."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.text_diff import Diff
from projects.history.names import Names

Words = str | Promise


@dataclass(frozen=True)
class Change:
    """What a field was and is, each as it stands in a page; "" is nothing."""

    label: Words
    old: str
    new: str


@dataclass(frozen=True)
class Sentence:
    text: SafeString
    changes: list[Change | Diff] = field(default_factory=list)


class Telling:
    """One event on its way into words. `wire` is the event as it may be told now."""

    def __init__(self, wire: dict[str, Any], names: Names) -> None:
        self.wire, self.names = wire, names
        self.type: str = wire["type"]
        self.payload: dict[str, Any] = wire["payload"]
        self.changes: dict[str, Any] = wire["changes"]

    @property
    def who(self) -> SafeString:
        return self.person(self.wire["actorId"])

    @property
    def own(self) -> bool:
        """Done to oneself."""
        return self.payload.get("userId", self.payload.get("authorId")) == self.wire["actorId"]

    def person(self, user_id: str) -> SafeString:
        return strong(self.names.person(user_id))

    def named(self, noun: str, entity_id: str) -> SafeString:
        return strong(self.names.of(noun, entity_id))


Tell = Callable[[Telling], Sentence]

SENTENCES: dict[str, Tell] = {}
"""Type of event → what it says."""

KINDS: dict[str, Words] = {}
"""What a reader may choose to see alone, and how that is called."""

KIND_OF: dict[str, str] = {}
"""Type of event → its kind."""


def sentence(*event_types: str, kind: str) -> Callable[[Tell], Tell]:
    """Registers the function that tells these events, which belong to the kind `kind` of KINDS."""

    def register(tell: Tell) -> Tell:
        SENTENCES.update(dict.fromkeys(event_types, tell))
        KIND_OF.update(dict.fromkeys(event_types, kind))
        return tell

    return register


def types_of(kind: str) -> list[str]:
    return [name for name, its in KIND_OF.items() if its == kind]


def tell(wire: dict[str, Any], names: Names) -> Sentence:
    """What takes something back says what, in the words that told it then."""
    sentence = _plainly(wire, names)
    past = names.pasts.get(wire["changes"]["undoes"][1]) if "undoes" in wire["changes"] else None
    if past is None:
        return sentence
    who, what = Telling(wire, names).who, _plainly(past, names).text
    return Sentence(fill(_("%(who)s took back: %(what)s"), who=who, what=what), sentence.changes)


def _plainly(wire: dict[str, Any], names: Names) -> Sentence:
    """An event that nobody has a sentence for is told by its type."""
    told = Telling(wire, names)
    if told.type not in SENTENCES:
        return Sentence(fill(_("%(who)s: %(type)s"), who=told.who, type=told.type))
    return SENTENCES[told.type](told)


def fill(text: str, /, **pieces: Any) -> SafeString:
    """`text` is ours; each piece is escaped unless it is markup of ours."""
    return mark_safe(text % {name: conditional_escape(piece) for name, piece in pieces.items()})  # noqa: S308


def strong(text: str) -> SafeString:
    return format_html("<b>{}</b>", text)
