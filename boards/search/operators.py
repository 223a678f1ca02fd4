"""Operators of a search for cards and comments: `author:`, `label:`, `is:`, `due:`, `assignee:`, columns."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from boards.models import CardAssignee, CardLabel, Column, Label
from core.search.query import Operator
from projects.search.moments import span_of, within, zone_of_reader
from projects.search.named import MOST_NAMES, Named, searchable_names, with_name
from projects.search.operators import (
    NOTHING,
    people_meant,
    search_conditions,
    word_meant,
    written_after,
    written_before,
    written_by,
)
from projects.search.providers import SearchQuery
from projects.search.words import NOBODY, NONE, OVERDUE, meaning


@searchable_names.register("label")
def label_names(projects: Iterable[UUID]) -> list[Named]:
    rows = Label.objects.filter(project__in=list(projects)).order_by("name", "id")
    return [Named(row.pk, row.name, hue=row.color) for row in rows[:MOST_NAMES]]


@searchable_names.register("column")
def column_names(projects: Iterable[UUID]) -> list[Named]:
    rows = Column.objects.undeleted().filter(project__in=list(projects)).order_by("project", "position")
    return [Named(row.pk, row.name, hue=row.color) for row in rows[:MOST_NAMES]]


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────────

search_conditions.add({("cards", "author"): written_by("created_by")}, module=__name__)
search_conditions.add({("cards", "before"): written_before("created_at")}, module=__name__)
search_conditions.add({("cards", "after"): written_after("created_at")}, module=__name__)


@search_conditions.register(("cards", "in"))
def in_column(operator: Operator, sought: SearchQuery) -> Q:
    return Q(column__in=_columns(operator, sought))


@search_conditions.register(("cards", "label"))
def with_label(operator: Operator, sought: SearchQuery) -> Q:
    labels = [each.id for each in with_name(label_names(sought.projects), operator.value)]
    if not labels and word_meant(operator, NONE):
        return ~_related(CardLabel)
    return _related(CardLabel, label__in=labels) if labels else NOTHING


@search_conditions.register(("cards", "assignee"))
def assigned(operator: Operator, sought: SearchQuery) -> Q:
    people = people_meant(operator, sought)
    if not people and word_meant(operator, NOBODY):
        return ~_related(CardAssignee)
    return _related(CardAssignee, user__in=people) if people else NOTHING


@search_conditions.register(("cards", "is"))
def in_state(operator: Operator, sought: SearchQuery) -> Q:
    return {
        "done": Q(done_at__isnull=False),
        "open": Q(archived_at=None),
        "archived": Q(archived_at__isnull=False),
        "mine": _related(CardAssignee, user=sought.person),
        "unassigned": ~_related(CardAssignee),
        "overdue": _overdue(sought),
    }[operator.value]


@search_conditions.register(("cards", "due"))
def due(operator: Operator, sought: SearchQuery) -> Q:
    """Cards that are due then. What is done is not due, unless the search asks for what is done."""
    if meaning(NONE, operator.value):
        return Q(due_at=None, due_on=None)
    if meaning(OVERDUE, operator.value):
        return _overdue(sought)
    span = span_of(operator.value, sought.person, ahead=True)
    if span is None:
        return NOTHING
    asks_for_done = any((each.name, each.value) == ("is", "done") for each in sought.query.operators)
    days = (span[0].date(), span[1].date())
    timed, all_day = within("due_at", span, operator.comparison), within("due_on", days, operator.comparison)
    return (Q(**timed) | Q(**all_day)) & (Q() if asks_for_done else Q(done_at=None))


def _overdue(sought: SearchQuery) -> Q:
    today = timezone.localdate(timezone=zone_of_reader(sought.person))
    return Q(done_at=None) & (Q(due_at__lt=timezone.now()) | Q(due_on__lt=today))


def _related(model: type[Model], **conditions: object) -> Q:
    return Q(Exists(model._default_manager.filter(card=OuterRef("pk"), **conditions)))


def _columns(operator: Operator, sought: SearchQuery) -> list[UUID]:
    return [each.id for each in with_name(column_names(sought.projects), operator.value)]


# ── Comments ──────────────────────────────────────────────────────────────────────────────────────

search_conditions.add({("comments", "author"): written_by("author")}, module=__name__)
search_conditions.add({("comments", "before"): written_before("created_at")}, module=__name__)
search_conditions.add({("comments", "after"): written_after("created_at")}, module=__name__)


@search_conditions.register(("comments", "in"))
def on_card_in_column(operator: Operator, sought: SearchQuery) -> Q:
    return Q(card__column__in=_columns(operator, sought))
