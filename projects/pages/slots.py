"""Slots of pages that several apps fill, without importing each other."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from core.registry import KeyedRegistry, ListRegistry
from projects.models import Membership, Project

board_page_slots: KeyedRegistry[str, Callable[[Membership], dict[str, object]]] = KeyedRegistry(
    f"{__name__}.board_page_slots", used="a board's page is shown: parts that other apps add to it"
)
"""Name in the board page's context → its value for this member."""

TileParts = Mapping[UUID, Mapping[str, object]]

project_tile_slots: ListRegistry[Callable[[UUID, list[UUID]], TileParts]] = ListRegistry(
    f"{__name__}.project_tile_slots", used="the list of projects is shown: parts that other apps add to tiles"
)
"""(user id, project ids) → {project id: what is added to the context of its tile}."""

card_lookups: ListRegistry[Callable[[Project, Iterable[int]], dict[int, dict[str, object]]]] = ListRegistry(
    f"{__name__}.card_lookups", used="a text names cards by their keys: their titles, links and assignees"
)
"""(project, numbers) → {number: {id, key, title, url, column, color, assignees}}, without unknown numbers."""

column_name_lookups: ListRegistry[Callable[[Project], dict[str, str]]] = ListRegistry(
    f"{__name__}.column_name_lookups", used="a page names columns by their ids"
)
"""project → {column id: name}, including deleted columns."""


def column_names(project: Project) -> dict[str, str]:
    return {pk: name for names in column_name_lookups for pk, name in names(project).items()}


def find_cards(project: Project, numbers: Iterable[int]) -> dict[int, dict[str, object]]:
    """Return the cards with these numbers; see `card_lookups`."""
    wanted = set(numbers)
    found: dict[int, dict[str, object]] = {}
    for find in card_lookups if wanted else []:
        found |= find(project, wanted)
    return found
