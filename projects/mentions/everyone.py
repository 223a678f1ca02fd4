"""Mentions of everyone: @all, and @here for the members who are present."""

from collections.abc import Mapping
from uuid import UUID

ALL, HERE = "@all", "@here"
"""Names that are stored of mentions of everyone. People of such a name cannot be mentioned by it."""

WORDS = {"all": ALL, "все": ALL, "here": HERE, "здесь": HERE}
"""Words behind the @, in any case → the names that are stored."""

MAX_CALLED = 200
"""People whom one word can call. Where it would call more, it is plain text: a part is not everyone."""

Groups = Mapping[str, list[UUID]]
"""ALL and HERE, with the ids of those whom they call; without a word that calls nobody."""


def groups_of(others: list[UUID], present: frozenset[UUID]) -> Groups:
    """Return whom the words call: `others`, and those of them who are `present`."""
    groups = {ALL: others, HERE: [user_id for user_id in others if user_id in present]}
    return {word: ids for word, ids in groups.items() if 0 < len(ids) <= MAX_CALLED}


def words_of(groups: Groups) -> list[tuple[str, str]]:
    """Return what is written for the groups, with the name that is stored."""
    return [(word, name) for word, name in WORDS.items() if name in groups]
