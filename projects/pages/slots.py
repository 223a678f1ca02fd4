"""What apps beside each other bring to one page, without knowing of each other."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from projects.models import Membership, Project

BOARD_PARTS: dict[str, Callable[[Membership], dict[str, Any]]] = {}
"""Name in the board page's context → what stands there for this member."""

TILE_PARTS: list[Callable[[UUID, list[UUID]], dict[UUID, dict[str, Any]]]] = []
"""(person, projects) → for each project what its tile in the list also says."""

CARD_FINDERS: list[Callable[[Project, Iterable[int]], dict[int, dict[str, Any]]]] = []
"""(project, numbers) → {number: {id, key, title, url, column, color, assignees}} of those that exist."""

COLUMN_NAMES: list[Callable[[Project], dict[str, str]]] = []
"""project → {column id: name}, deleted columns too."""


def column_names(project: Project) -> dict[str, str]:
    return {pk: name for names in COLUMN_NAMES for pk, name in names(project).items()}


def find_cards(project: Project, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    wanted = set(numbers)
    found: dict[int, dict[str, Any]] = {}
    for find in CARD_FINDERS if wanted else []:
        found |= find(project, wanted)
    return found
