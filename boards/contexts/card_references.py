"""Cards and columns as other apps speak of them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from boards.contexts.board import card_faces
from boards.models import Card, Column
from projects.models import Project
from projects.pages.slots import CARD_FINDERS, COLUMN_NAMES


def cards_by_number(project: Project, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    wanted = [number for number in numbers if number < 2**31]
    cards = list(
        Card.objects.undeleted()
        .filter(project=project, number__in=wanted)
        .select_related("column")
        .defer("description")
    )
    faces = {face["number"]: face for face in card_faces(cards, project)}
    return {card.number: _reference(card, faces[card.number]) for card in cards}


def _reference(card: Card, face: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": card.pk,
        "key": face["key"],
        "title": card.title,
        "url": reverse("card", args=[card.project_id, card.number]),
        "column": card.column.name,
        "color": card.column.color,
        "assignees": face["assignees"],
        "archived": card.archived_at is not None,
    }


def names_of_columns(project: Project) -> dict[str, str]:
    return {str(pk): name for pk, name in Column.objects.filter(project=project).values_list("pk", "name")}


CARD_FINDERS.append(cards_by_number)
COLUMN_NAMES.append(names_of_columns)
