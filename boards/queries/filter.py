"""The board's filter by words, labels, people and due dates. Unknown values in a query are ignored."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from boards.models import Card, CardAssignee, CardLabel
from boards.search.cards import cards_found
from projects.models import Project
from projects.search.query_text import search_text

MAX_VALUES = 50
NONE = "none"
DUE_CHOICES = ("overdue", "today", "week", NONE, "done")
WEEK = 7


@dataclass(frozen=True)
class CardFilter:
    """A card passes if each field that is set has at least one value that fits.

    `days` are the starts of today, tomorrow, and the day in a week, in the time zone of the person, and
    `dates` the same days as dates.
    """

    text: str
    labels: frozenset[str]
    people: frozenset[str]
    dues: frozenset[str]
    days: tuple[dt.datetime, dt.datetime, dt.datetime]
    dates: tuple[dt.date, dt.date, dt.date]

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        return cls(
            text=search_text(query),
            labels=frozenset(filter(_is_id_or_none, _values(query, "label"))),
            people=frozenset(filter(_is_id_or_none, _values(query, "person"))),
            dues=frozenset(_values(query, "due")) & frozenset(DUE_CHOICES),
            days=_days(_values(query, "days")),
            dates=_dates(_values(query, "dates")),
        )

    def apply(self, cards: QuerySet[Card], project: Project, person: User) -> QuerySet[Card]:
        cards = cards_found(cards, self.text, project, person)
        if self.labels:
            cards = cards.filter(_related_to(CardLabel, "label", self.labels))
        if self.people:
            cards = cards.filter(_related_to(CardAssignee, "user", self.people))
        return cards.filter(self._due()) if self.dues else cards

    def _due(self) -> Q:
        today, tomorrow, week = self.days
        first, second, last = self.dates
        not_done = Q(done_at=None)
        conditions = {
            "overdue": not_done & (Q(due_at__lt=timezone.now()) | Q(due_on__lt=first)),
            "today": not_done & _within((today, tomorrow), (first, second)),
            "week": not_done & _within((today, week), (first, last)),
            NONE: Q(due_at=None, due_on=None),
            "done": Q(done_at__isnull=False),
        }
        return _any(conditions[name] for name in self.dues)


def _within(times: tuple[dt.datetime, dt.datetime], days: tuple[dt.date, dt.date]) -> Q:
    (start, end), (first, last) = times, days
    return Q(due_at__gte=start, due_at__lt=end) | Q(due_on__gte=first, due_on__lt=last)


def _related_to(model: Any, other: str, ids: frozenset[str]) -> Q:
    rows = model.objects.filter(card=OuterRef("pk"))
    conditions = [Q(Exists(rows.filter(**{f"{other}__in": ids - {NONE}})))] if ids - {NONE} else []
    return _any([*conditions, Q(~Exists(rows))] if NONE in ids else conditions)


def _any(conditions: Iterable[Q]) -> Q:
    combined = Q()
    for condition in conditions:
        combined |= condition
    return combined


def _values(query: QueryDict, name: str) -> list[str]:
    """Values of a parameter, written as `?label=a,b` or as `?label=a&label=b`."""
    return [text for texts in query.getlist(name) for text in texts.split(",") if text][:MAX_VALUES]


def _is_id_or_none(text: str) -> bool:
    try:
        return text == NONE or bool(UUID(text))
    except ValueError:
        return False


def _days(texts: list[str]) -> tuple[dt.datetime, dt.datetime, dt.datetime]:
    """The three instants that the browser has sent, or else those of today in UTC."""
    given = [instant for text in texts if (instant := parse_instant(text))]
    if len(given) == 3:
        return given[0], given[1], given[2]
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return today, today + dt.timedelta(days=1), today + dt.timedelta(days=WEEK)


def _dates(texts: list[str]) -> tuple[dt.date, dt.date, dt.date]:
    """The three days that the browser has sent, or else those of today in UTC."""
    given = [day for text in texts if (day := _parse_day(text))]
    if len(given) == 3:
        return given[0], given[1], given[2]
    today = timezone.now().date()
    return today, today + dt.timedelta(days=1), today + dt.timedelta(days=WEEK)


def _parse_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def parse_instant(text: str) -> dt.datetime | None:
    """Parse an ISO 8601 time with a time zone; None for any other text."""
    try:
        instant = parse_datetime(text)
        return instant.astimezone(dt.UTC) if instant and instant.tzinfo else None
    except (ValueError, OverflowError):
        return None
