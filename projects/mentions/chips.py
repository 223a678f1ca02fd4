"""Mentions in a text that is shown: chips with the names that people have now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.html import format_html

from accounts.models import User
from core.markup.running_text import Pattern, ReplaceMatch
from projects.member_names import tag_in
from projects.mentions.everyone import WORDS
from projects.mentions.places import NameTable, Place, Scanner

GROUPS = frozenset(WORDS.values())


class Mention(Protocol):
    """A mention stored by a higher app (boards, chat): a user, with the `name` as the text has it."""

    @property
    def name(self) -> str: ...

    @property
    def user_id(self) -> UUID: ...

    @property
    def user(self) -> User: ...


def mention_chips(mentions: Sequence[Mention]) -> tuple[Pattern, ReplaceMatch]:
    """Return what finds the stored mentions in the pieces of one text, and replaces them by chips."""
    return _ChipFinder(Scanner(NameTable(_names_of(mentions)))), lambda chip: chip[0]


@dataclass(frozen=True)
class _ChipFinder:
    """Finds what the scanner does; the HTML of a chip is the text of each match."""

    scanner: Scanner[User | str]

    def finditer(self, text: str, /) -> "Iterator[_Found]":
        return (_Found(place) for place in self.scanner.places(text))


@dataclass(frozen=True)
class _Found:
    place: Place[User | str]

    def start(self) -> int:
        return self.place.start

    def end(self) -> int:
        return self.place.end

    def __getitem__(self, group: int, /) -> str:
        return _chip(self.place)


def looks_of(mentions: Sequence[Mention]) -> Iterable[tuple[str, ...]]:
    """Return what the chips of these mentions depend on, for a cache."""
    looks = (
        (row.name,)
        if row.name in GROUPS
        else (row.name, str(row.user_id), row.user.hue, row.user.display_name)
        for row in mentions
    )
    return dict.fromkeys(looks)


def _names_of(mentions: Sequence[Mention]) -> list[tuple[str, list[User | str]]]:
    names: dict[str, list[User | str]] = defaultdict(list)
    for row in mentions:
        if row.name not in GROUPS:
            names[row.name].append(row.user)
    called = {row.name for row in mentions} & GROUPS
    names.update({word: [group] for word, group in WORDS.items() if group in called and word not in names})
    return list(names.items())


def _chip(place: Place[User | str]) -> str:
    """HTML of a chip. One person has the name of today; a word, or a name of several, stays as written."""
    people = [who for who in place.who if isinstance(who, User)]
    if not people:
        html = '<span class="mention" dir="auto" translate="no">@{}</span>'
        return format_html(html, place.written)
    return format_html(
        '<span class="mention" data-user="{}" data-hue="{}" dir="auto" translate="no">@{}</span>',
        " ".join(str(person.pk) for person in people),
        people[0].hue,
        _name_of(people[0], place.written) if len(people) == 1 else place.written,
    )


def _name_of(person: User, written: str) -> str:
    """Return the person's name, with the tag that the text has behind it."""
    tag = tag_in(written, person.pk)
    return person.display_name if person.display_name.endswith(tag) else person.display_name + tag
