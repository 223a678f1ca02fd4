"""Which cards of a board are wanted: by words, labels, people and dates. What is not known is left out."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from boards.models import Card, CardAssignee, CardLabel
from projects.models import Project

LENGTH = 200
MOST = 50
NONE = "none"
DUES = ("overdue", "today", "week", NONE, "done")
WEEK = 7


@dataclass(frozen=True)
class Sieve:
    """Within one field any will do, all fields have to fit.

    `days` begin the asking person's today, tomorrow, and the day in a week.
    """

    words: tuple[str, ...]
    labels: frozenset[str]
    people: frozenset[str]
    dues: frozenset[str]
    days: tuple[dt.datetime, dt.datetime, dt.datetime]

    @classmethod
    def of(cls, asked: QueryDict) -> Self:
        text = asked.get("q", "")[:LENGTH].replace("\x00", " ")
        return cls(
            words=tuple(text.split()),
            labels=frozenset(filter(_known, _listed(asked, "label"))),
            people=frozenset(filter(_known, _listed(asked, "person"))),
            dues=frozenset(_listed(asked, "due")) & frozenset(DUES),
            days=_days(_listed(asked, "days")),
        )

    def sift(self, cards: QuerySet[Card], project: Project) -> QuerySet[Card]:
        cards = titled(cards, " ".join(self.words), project)
        if self.labels:
            cards = cards.filter(_hung(CardLabel, "label", self.labels))
        if self.people:
            cards = cards.filter(_hung(CardAssignee, "user", self.people))
        return cards.filter(self._due()) if self.dues else cards

    def _due(self) -> Q:
        today, tomorrow, week = self.days
        waiting = Q(done_at=None)
        ways = {
            "overdue": waiting & Q(due_at__lt=timezone.now()),
            "today": waiting & Q(due_at__gte=today, due_at__lt=tomorrow),
            "week": waiting & Q(due_at__gte=today, due_at__lt=week),
            NONE: Q(due_at=None),
            "done": Q(done_at__isnull=False),
        }
        return _any(ways[name] for name in self.dues)


def titled(cards: QuerySet[Card], words: str, project: Project) -> QuerySet[Card]:
    """Those that hold each of the words in their title, or have it for their number."""
    for word in words.split():
        cards = cards.filter(_says(word, project))
    return cards


def _says(word: str, project: Project) -> Q:
    # SQLite's LIKE knows no other capitals than those of English.
    near = "icontains" if connection.vendor == "postgresql" else "iregex"
    wish = Q(**{f"title__{near}": word if near == "icontains" else re.escape(word)})
    number = re.fullmatch(rf"(?:{re.escape(project.key)}-|#)?([0-9]{{1,9}})", word, re.IGNORECASE)
    return wish | Q(number=int(number[1])) if number else wish


def _hung(model: Any, other: str, ids: frozenset[str]) -> Q:
    rows = model.objects.filter(card=OuterRef("pk"))
    ways = [Q(Exists(rows.filter(**{f"{other}__in": ids - {NONE}})))] if ids - {NONE} else []
    return _any([*ways, Q(~Exists(rows))] if NONE in ids else ways)


def _any(ways: Iterable[Q]) -> Q:
    wish = Q()
    for way in ways:
        wish |= way
    return wish


def _listed(asked: QueryDict, name: str) -> list[str]:
    """`?label=a,b` as well as `?label=a&label=b`."""
    return [text for texts in asked.getlist(name) for text in texts.split(",") if text][:MOST]


def _known(text: str) -> bool:
    try:
        return text == NONE or bool(UUID(text))
    except ValueError:
        return False


def _days(texts: list[str]) -> tuple[dt.datetime, dt.datetime, dt.datetime]:
    told = [moment for text in texts if (moment := moment_of(text))]
    if len(told) == 3:
        return told[0], told[1], told[2]
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return today, today + dt.timedelta(days=1), today + dt.timedelta(days=WEEK)


def moment_of(text: str) -> dt.datetime | None:
    try:
        moment = parse_datetime(text)
        return moment.astimezone(dt.UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
