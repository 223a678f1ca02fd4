"""Names of members, told apart where two look the same."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from uuid import UUID

from accounts.models import User
from core.names import fold_name

TAG = re.compile(r"(?<!\s)\s*+#[0-9a-f]{4,32}+$")
TAG_LENGTH = 4


def distinct_names(people: Iterable[tuple[UUID, str]]) -> dict[UUID, str]:
    """Return {user id: name}, with a tag of the id behind names that another member has too.

    A tag such as `#3f2a` is as public as the id, and cannot be chosen. Unlike an e-mail address, every member
    may know it.
    """
    names = dict(people)
    shown: dict[UUID, str] = {}
    for ids in _namesakes(names).values():
        length = TAG_LENGTH
        while len({_tag(user_id, length) for user_id in ids}) < len(ids):
            length += 1
        for user_id in ids:
            tag = f" #{_tag(user_id, length)}" if len(ids) > 1 else ""
            shown[user_id] = names[user_id] + tag
    return shown


def name_apart(people: list[User]) -> list[User]:
    """Set `distinct_name` of these users, the members of one project, and return them."""
    shown = distinct_names((person.pk, person.display_name) for person in people)
    for person in people:
        person.distinct_name = shown[person.pk]
    return people


def ids_by_name(people: Iterable[tuple[UUID, str]]) -> list[tuple[str, list[UUID]]]:
    """Return what members may be called, the longest first, with the ids of all who are meant.

    A name that several have means each of them; the name with its tag means one.
    """
    names = dict(people)
    found: dict[str, list[UUID]] = {shown: [pk] for pk, shown in distinct_names(names.items()).items()}
    for ids in _namesakes(names).values():
        for user_id in ids:
            found.setdefault(names[user_id], ids)
    return sorted(found.items(), key=lambda row: (-len(row[0]), row[0]))


def tag_in(written: str, user_id: UUID) -> str:
    """Return the tag of this user that a written name ends with, such as ` #3f2a`, or nothing."""
    found = TAG.search(written.lower())
    tag = found[0].strip().removeprefix("#") if found else ""
    return f" #{tag}" if tag and user_id.hex.endswith(tag) else ""


def _namesakes(names: Mapping[UUID, str]) -> dict[str, list[UUID]]:
    """Return the ids by what the eye tells apart. A tag that somebody put into their own name is no name."""
    groups: dict[str, list[UUID]] = defaultdict(list)
    for user_id, name in names.items():
        groups[_key_of(name)].append(user_id)
    return groups


@lru_cache(maxsize=10_000)
def _key_of(name: str) -> str:
    folded = fold_name(name)
    return TAG.sub("", folded) or folded


def _tag(user_id: UUID, length: int) -> str:
    """Return the last digits of an id, which are random."""
    return user_id.hex[-length:]
