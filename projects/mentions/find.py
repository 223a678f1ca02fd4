"""Finds whom a text that is saved mentions."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from core.markdown import unquoted_texts
from core.names import fold_name
from projects.member_names import ids_by_name
from projects.mentions.everyone import ALL, HERE, Groups, groups_of, words_of
from projects.mentions.places import NameTable, Scanner, has_mark
from projects.models import Membership, Project
from projects.permissions import MentionAll
from projects.registry import Member

MAX_MENTIONS = 50
"""People that one text can mention by their names, and so notify; further names are plain text."""


Names = list[tuple[str, list[UUID | str]]]
"""Names, with the users, or the word for everyone, that each means."""


class NamedUser(Protocol):
    """A mention as stored: a user, and the name that the text has for them."""

    @property
    def name(self) -> str: ...

    @property
    def user_id(self) -> UUID: ...


class Called(NamedTuple):
    """A person whom a text mentions, and the name as written, or ALL or HERE."""

    user_id: UUID
    name: str


class _Person(NamedTuple):
    user_id: UUID
    display_name: str
    is_active: bool


def find_mentions(
    text: str,
    member: Member,
    *,
    before: Sequence[NamedUser] = (),
    present: frozenset[UUID] = frozenset(),
) -> list[Called]:
    """Return whom `text`, written by `member`, mentions in their project.

    A name that several members have means all of them; with the tag that tells them apart, it means one.
    `before` are the mentions of the text before it was edited: a name in it goes on to mean the same members,
    whatever they are called now, and @all and @here the same people. `present` are those for @here.
    """
    if not has_mark(text):
        return []
    people = people_of(member.project)
    names = _names_of(people, before)
    groups = _groups_of(member, people, before, present)
    return called_in(text, [*names, *_free_words(names, groups)], groups)


def called_in(text: str, names: Names, groups: Groups) -> list[Called]:
    """Return whom the running text of `text` calls by these names, each person and name once.

    They are at most MAX_MENTIONS by name, and those whom @all and @here call. A name that would be stored as
    one of these words calls nobody.
    """
    scanner = Scanner(NameTable(names))
    named: dict[tuple[str, UUID], Called] = {}
    words: dict[str, None] = {}
    for place in (place for piece in unquoted_texts(text) for place in scanner.places(piece)):
        for who in place.who:
            if isinstance(who, str):
                words[who] = None
            elif place.written not in (ALL, HERE) and len(named) < MAX_MENTIONS:
                named.setdefault((fold_name(place.written), who), Called(who, place.written))
    return [*named.values(), *(Called(user_id, word) for word in words for user_id in groups[word])]


def mentioned_ids(mentions: Iterable[NamedUser]) -> list[str]:
    """Return the ids of the people whom stored mentions name, each once, as on the wire."""
    return [str(user_id) for user_id in dict.fromkeys(row.user_id for row in mentions)]


def people_of(project: Project) -> list[_Person]:
    rows = Membership.objects.filter(project=project).order_by("joined_at", "id")
    fields = ("user_id", "user__display_name", "user__is_active")
    return [_Person(*row) for row in rows.values_list(*fields)]


def _names_of(people: list[_Person], before: Sequence[NamedUser]) -> Names:
    """Return what members may be called; names that the text had before mean whom they meant."""
    here = {person.user_id for person in people}
    earlier: dict[str, list[UUID | str]] = {}
    for row in before:
        if row.user_id in here and row.name not in (ALL, HERE):
            earlier.setdefault(row.name, []).append(row.user_id)
    meant = {fold_name(name) for name in earlier}
    named = ids_by_name((person.user_id, person.display_name) for person in people)
    now: Names = [(name, [*ids]) for name, ids in named if fold_name(name) not in meant]
    return [*earlier.items(), *now]


def _groups_of(
    member: Member, people: list[_Person], before: Sequence[NamedUser], present: frozenset[UUID]
) -> Groups:
    """Return whom @all and @here call: as before the edit, else if the member may call everyone."""
    here = {person.user_id for person in people}
    earlier = {word: [row.user_id for row in before if row.name == word] for word in (ALL, HERE)}
    groups: Groups = {}
    if MentionAll(member.project.mention_all).allows(member.role):
        active = [each.user_id for each in people if each.is_active and each.user_id != member.user.pk]
        groups = groups_of(active, present)
    kept = {word: [each for each in ids if each in here] for word, ids in earlier.items() if ids}
    return {**groups, **kept}


def _free_words(names: Names, groups: Groups) -> Names:
    """Return the words for groups, without those that are the name of a member."""
    taken = {fold_name(name) for name, _ in names}
    return [(word, [name]) for word, name in words_of(groups) if word not in taken]
