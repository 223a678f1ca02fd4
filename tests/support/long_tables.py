"""Fill the tables as after years of use: one project with many rows, and other projects beside it."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from boards.models import Card
from chat.models import Message
from files.models import File
from projects.models import Event, Project
from projects.search.rebuild import Indexed, rebuild, search_indexes
from projects.search.tables import create_lookup_tables, drop_lookup_tables
from tests.conftest import KEPT_TABLES
from tests.support.worlds import World

FIRST_SEQ, FIRST_NUMBER = 1_000, 100


@dataclass(frozen=True)
class Lengths:
    messages: int
    events: int
    notices: int
    cards: int
    files: int = 1_000


LONG = Lengths(messages=100_000, events=10_000, notices=5_000, cards=1_000)
OTHER = Lengths(messages=3_000, events=600, notices=300, cards=2_000)
"""Row counts. The long project's cards are a small part of all cards, so that an index pays."""

NEW = "gen_random_uuid()"
PLACE = "concat('b', lpad(nth::text, 6, '0'), '5')"
EITHER = "(ARRAY[%(bob)s, %(cleo)s])[1 + nth %% 2]::uuid"
# "harbour" is in one message of a hundred, its Russian word in one of two thousand, "doors" in one of four.
TEXT = """concat('The ', nth, ' thing about ', (ARRAY['doors', 'paint', 'keys', 'wood'])[1 + nth %% 4],
    CASE WHEN nth %% 100 = 7 THEN ' in the harbour' WHEN nth %% 2000 = 8 THEN ' у гавани' ELSE '' END)"""

SETTLE = """
SELECT gin_clean_pending_list(indexrelid::regclass) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relname LIKE 'search_%_words' OR relname LIKE 'search_%_parts'
"""
"""Merge the pending lists of the search indexes, where new words wait until a vacuum."""

MENTIONS = """
INSERT INTO message_mentions (id, project_id, message_id, user_id, name)
SELECT gen_random_uuid(), project_id, id, %(ada)s, 'Ada' FROM messages WHERE text LIKE '%%7 thing%%'
"""
REACTIONS = """
INSERT INTO message_reactions (id, project_id, message_id, user_id, emoji)
SELECT gen_random_uuid(), project_id, id, author_id, '👍' FROM messages WHERE text LIKE '%%1 thing%%'
"""
LABELS = """
INSERT INTO card_labels (id, project_id, card_id, label_id)
SELECT gen_random_uuid(), project_id, id, %(label)s FROM cards
WHERE project_id = %(project)s AND number > %(first)s
"""
ASSIGNEES = """
INSERT INTO card_assignees (id, project_id, card_id, user_id)
SELECT gen_random_uuid(), project_id, id, %(bob)s FROM cards
WHERE project_id = %(project)s AND number > %(first)s
"""
NOTIFICATIONS = """
INSERT INTO notifications (id, user_id, project_id, event_id, kind, project_name, created_at, read_at)
SELECT gen_random_uuid(), person::uuid, project_id, id, 'card', 'Website', at,
    CASE WHEN seq %% 50 = 0 THEN NULL ELSE at END
FROM events_audit, unnest(ARRAY[%(ada)s, %(bob)s]) AS person
WHERE project_id = %(project)s AND seq > %(seq)s LIMIT %(count)s
"""


def fill(long: World, others: list[World]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        Filling(long, LONG).fill()
        for world in others:
            Filling(world, OTHER).fill()
        cursor.execute(MENTIONS, {"ada": long.cast["ada"].id})
        cursor.execute(REACTIONS)
        # Until then, foreign keys are checked by plans for empty tables.
        cursor.execute("ANALYZE")
        for indexed in search_indexes.values():
            index_anew(indexed)
        cursor.execute(SETTLE)
        # A sample of all rows: a smaller one differs from run to run, and so would some plans.
        cursor.execute("SET default_statistics_target = 1000")
        cursor.execute("ANALYZE")
        cursor.execute("RESET default_statistics_target")


def index_anew(indexed: Indexed) -> None:
    """Fill an index, then make its indexes: the other way round takes several times as long."""
    drop_lookup_tables(indexed.index)
    rebuild(indexed)
    create_lookup_tables(indexed.index)


def empty() -> None:
    """Truncate the tables. DELETE would leave dead rows that every later test has to scan."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - KEPT_TABLES
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(sorted(tables))} CASCADE")
        cursor.execute("ANALYZE")


@dataclass(frozen=True)
class Filling:
    world: World
    lengths: Lengths

    def fill(self) -> None:
        world, lengths = self.world, self.lengths
        said = {"author_id": EITHER, "text": TEXT, "created_at": ago("1 minute")}
        self.multiply(Message, world.message, lengths.messages, **said)
        self.multiply(Event, self.a_move(), lengths.events, **self.deed())
        self.multiply(Card, world.cards["one"], lengths.cards, number=f"{FIRST_NUMBER} + nth", position=PLACE)
        stored = {"key": "concat(key, nth)", "created_at": ago("1 hour")}
        self.multiply(File, world.files["loose"], lengths.files, **stored)
        self.write(LABELS, label=world.labels["bug"], first=FIRST_NUMBER)
        self.write(ASSIGNEES, first=FIRST_NUMBER)
        self.write(NOTIFICATIONS, seq=FIRST_SEQ, count=lengths.notices)
        Project.objects.filter(pk=world.id).update(
            last_seq=FIRST_SEQ + lengths.events, last_card=FIRST_NUMBER + lengths.cards
        )

    def a_move(self) -> Any:
        world = self.world
        world.do("card.move", id=world.cards["one"], version=1, columnId=world.columns["doing"], after=None)
        return Event.objects.get(project_id=world.id, seq=world.seq).pk

    def deed(self) -> dict[str, str]:
        return {
            "seq": f"{FIRST_SEQ} + nth",
            "event_id": NEW,
            "actor_id": EITHER,
            "at": f"now() - ({self.lengths.events} - nth) * interval '1 minute'",
            "payload": "jsonb_set(payload, '{number}', to_jsonb(nth %% 1000))",
        }

    def multiply(self, model: type[Model], pk: Any, count: int, **changed: str) -> None:
        """Insert `count` copies of a row. `changed` is SQL for columns that differ; `nth` is its number."""
        columns = [str(field.column) for field in model._meta.concrete_fields]
        values = ", ".join({"id": NEW, **changed}.get(column, f'"{column}"') for column in columns)
        names, table = ", ".join(f'"{column}"' for column in columns), model._meta.db_table
        rows = f"{table}, generate_series(1, %(count)s) AS nth WHERE id = %(pk)s"
        self.write(f"INSERT INTO {table} ({names}) SELECT {values} FROM {rows}", pk=pk, count=count)

    def write(self, sql: str, **values: Any) -> None:
        people = {name: person.id for name, person in self.world.cast.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, {"project": self.world.id, **people, **values})


def ago(step: str) -> str:
    return f"now() - nth * interval '{step}'"
