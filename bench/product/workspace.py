"""A workspace of many years for the search: projects of one person, full of cards and messages.

Rows are made in bulk, and those of the index beside them. The lexemes of a text are those of its words, and
each word of the vocabulary is folded once.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, islice
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from boards.models import Card, Column
from boards.positions import first_positions
from boards.search.documents import CARDS
from chat.models import Message
from chat.search.documents import MESSAGES
from core.search.folding import fold
from core.search.units import index_words
from core.sql.pipeline import Statement, send
from projects.dispatch.execute import execute
from projects.models import Project
from projects.search.blocks import SIZES, block_lexeme
from projects.search.index import TITLE, SearchIndex, number_lexeme, project_lexeme
from projects.search.tables import create_lookup_tables, drop_lookup_tables

BATCH = 2_000
PROJECTS = 20
TITLE_WORDS, DESCRIPTION_WORDS, MESSAGE_WORDS = 6, 20, 12
VOCABULARY = 30_000
ONSETS = (
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "st",
    "tr",
    "pl",
    "gr",
)
SYLLABLES = [
    onset + vowel + coda for onset in ONSETS for vowel in "aeiou" for coda in ("", "n", "r", "l", "s")
]
"""As many as a language has. Of few syllables every part of a word would be in half of all words."""

COMMON = (
    "the",
    "of",
    "and",
    "to",
    "is",
    "in",
    "for",
    "that",
    "this",
    "with",
    "login",
    "deploy",
    "печать",
    "карточка",
)
ODD = (
    "JIRA-{n}",
    "v1.{n}.3",
    "https://example.com/docs/{n}",
    "src/app/main{n}.py",
    "日本語{n}",
    "bob{n}@example.net",
)
ODD_SHARE = 0.05

Written = tuple[UUID, UUID, str, str, set[str]]
"""The ids of project and object, the folded title and body, the lexemes."""


def write_workspace(*, person: str, cards: int, messages: int) -> None:
    """Write so many cards and messages in PROJECTS projects of the person."""
    author, dice = User.objects.get(pk=person), random.Random(14)
    made = [execute(author, "project.create", {"name": f"Years {n}"}).answer["id"] for n in range(PROJECTS)]
    projects = list(Project.objects.filter(pk__in=made))
    words = Words(dice)
    for index, documents in (
        (CARDS, _cards(projects, author, words, cards // PROJECTS)),
        (MESSAGES, _messages(projects, author, words, messages)),
    ):
        _without_timeout()
        drop_lookup_tables(index)
        _store(index, documents)
        create_lookup_tables(index)
    _analyze()


class Words:
    """A vocabulary in which, as in a language, few words are frequent and most are rare."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        made = sorted({"".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(VOCABULARY)})
        dice.shuffle(made)
        self.words = [*COMMON, *made]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def text(self, count: int) -> str:
        found = self.dice.choices(self.words, cum_weights=self.weights, k=count)
        if self.dice.random() < ODD_SHARE:
            found[-1] = self.dice.choice(ODD).format(n=self.dice.randrange(100_000))
        return " ".join(found)


def _cards(projects: list[Project], author: User, words: Words, count: int) -> Iterator[Written]:
    places = first_positions(count)
    for project in projects:
        column = Column.objects.filter(project=project).first()
        assert column is not None
        rows = [
            Card(
                project=project,
                column=column,
                number=number,
                title=words.text(TITLE_WORDS),
                description=words.text(DESCRIPTION_WORDS),
                position=place,
                created_by=author,
            )
            for number, place in enumerate(places, start=1)
        ]
        Card.objects.bulk_create(rows, BATCH)
        Project.objects.filter(pk=project.pk).update(last_card=count)
        for card in rows:
            title = _lexemes(card.title)
            found = {*title, *(TITLE + word for word in title), *_lexemes(card.description)}
            more = {number_lexeme(card.number), project_lexeme(project.pk)}
            yield project.pk, card.pk, fold(card.title), fold(card.description), found | more


def _messages(projects: list[Project], author: User, words: Words, count: int) -> Iterator[Written]:
    began = timezone.now() - dt.timedelta(minutes=count)
    for start in range(0, count, BATCH):
        rows = [
            Message(
                project=words.dice.choice(projects),
                author=author,
                text=words.text(MESSAGE_WORDS),
                created_at=began + dt.timedelta(minutes=number),
            )
            for number in range(start, min(start + BATCH, count))
        ]
        Message.objects.bulk_create(rows, BATCH)
        for message in rows:
            found = _lexemes(message.text) | {project_lexeme(message.project_id)}
            yield message.project_id, message.pk, "", fold(message.text), found


def _lexemes(text: str) -> set[str]:
    return {lexeme for word in text.split(" ") for lexeme in _of_word(word)}


@cache
def _of_word(word: str) -> frozenset[str]:
    return frozenset(index_words(fold(word)))


def _store(index: SearchIndex, documents: Iterable[Written]) -> None:
    last = index.model._default_manager.aggregate(last=Max("id"))["last"] or 0
    each = iter(enumerate(documents, start=last + 1))
    while batch := list(islice(each, BATCH)):
        rows = [
            (row_id, object_id, project_id, f"{title}\n{body}", found)
            for row_id, (project_id, object_id, title, body, found) in batch
        ]
        with transaction.atomic():
            (_copy if connection.vendor == "postgresql" else _insert)(index, rows)
    if connection.vendor == "postgresql":
        send([Statement(f"SELECT setval('{index.table}_id_seq', (SELECT max(id) FROM {index.table}))")])  # noqa: S608


def _copy(index: SearchIndex, rows: list[tuple[int, UUID, UUID, str, set[str]]]) -> None:
    columns = f'"id", "{index.key}", "project_id", "text", "words"'
    with connection.cursor() as cursor, cursor.copy(f"COPY {index.table} ({columns}) FROM STDIN") as copy:
        for row_id, object_id, project_id, text, found in rows:
            blocks = (block_lexeme(size, row_id) for size in SIZES)
            words = " ".join("'{}'".format(word.replace("'", "''")) for word in (*found, *blocks))
            copy.write_row((row_id, object_id, project_id, text, words))


def _insert(index: SearchIndex, rows: list[tuple[int, UUID, UUID, str, set[str]]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO {index.table} ("id", "{index.key}", "project_id", "text", "words") '  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s)",
            [(row_id, one.hex, two.hex, text, " ".join(found)) for row_id, one, two, text, found in rows],
        )


def _without_timeout() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET maintenance_work_mem = '512MB'")


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
