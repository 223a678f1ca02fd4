"""Contexts of cards and names of columns for texts of other apps, such as chat messages."""

from collections.abc import Iterable

from django.urls import reverse

from boards.contexts.board import card_contexts
from boards.models import Card, Column
from projects.history.names import name_lookups
from projects.models import Project
from projects.pages.slots import card_lookups, column_name_lookups


@card_lookups.register
def cards_by_number(project: Project, numbers: Iterable[int]) -> dict[int, dict[str, object]]:
    wanted = [number for number in numbers if number < 2**31]
    cards = list(
        Card.objects.undeleted()
        .filter(project=project, number__in=wanted)
        .select_related("column")
        .defer("description")
    )
    contexts = {context["number"]: context for context in card_contexts(cards, project)}
    return {card.number: _reference(card, contexts[card.number]) for card in cards}


def _reference(card: Card, context: dict[str, object]) -> dict[str, object]:
    return {
        "id": card.pk,
        "key": context["key"],
        "title": card.title,
        "url": reverse("card", args=[card.project_id, card.number]),
        "column": card.column.name,
        "color": card.column.color,
        "assignees": context["assignees"],
        "archived": card.archived_at is not None,
    }


@column_name_lookups.register
@name_lookups.register("column")
def names_of_columns(project: Project) -> dict[str, str]:
    return {str(pk): name for pk, name in Column.objects.filter(project=project).values_list("pk", "name")}
