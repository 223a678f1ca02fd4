"""The statements of one move as the product sends them, as a script for pgbench.

What differs from move to move becomes a variable; ids that nobody knew before are made anew each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from psycopg import sql as literals

from accounts.models import User
from bench.product.moving import move
from boards.models import Card
from projects.models import Project

# So high that no other parameter is the same by chance.
SEQ, VERSION, NUMBER = 7_000_000_000, 1_700_000_000, 1_600_000_000
# What opens and closes a transaction is the script's own.
BRACKETS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")

Statement = tuple[str, Any]


def count(*, project: str) -> int:
    """How many statements one move takes, without what opens and closes its transaction."""
    return len(_one_move(project)[0])


def script(*, project: str) -> list[str]:
    """Statements with variables: b_project, b_actor, b_card, b_number, b_version, b_column, b_neighbour,
    b_position."""
    return list(_lines(*_one_move(project)))


def _one_move(project: str) -> tuple[list[Statement], dict[str, str]]:
    """What a move asks of the database, and the variable for each of its parameters; nothing is kept."""
    with transaction.atomic():
        Project.objects.filter(pk=project).update(last_seq=SEQ)
        Card.objects.filter(project_id=project).update(version=VERSION, number=F("number") + NUMBER)
        card, neighbour = Card.objects.filter(project_id=project).order_by("number")[:2]
        actor = User.objects.get(memberships__project_id=project, memberships__role="owner")
        known = {
            project: ":b_project",
            str(actor.pk): ":b_actor",
            str(card.pk): ":b_card",
            str(neighbour.pk): ":b_neighbour",
            str(neighbour.column_id): ":b_column",
            str(card.number): ":b_number",
            str(VERSION): ":b_version",
            str(VERSION + 1): "(:b_version + 1)",
        }
        with noted() as asked:
            event = move(actor, card, neighbour)
        transaction.set_rollback(True)
    known[event["payload"]["position"]] = ":b_position"
    return [(text, params) for text, params in asked if not text.startswith(BRACKETS)], known


@contextmanager
def noted() -> Iterator[list[Statement]]:
    """What is asked of the database inside."""
    asked: list[Statement] = []

    def note(run: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((text, params))
        return run(text, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def _lines(asked: list[Statement], known: dict[str, str]) -> Iterator[str]:
    """The seq is one more than what is read under the lock, or what counting it up returns."""
    for text, params in asked:
        line = text % _written(params, known)
        if "last_seq" in text and ("RETURNING" in text or text.startswith("SELECT")):
            known = {**known, str(SEQ + 1): ":b_last_seq" if "RETURNING" in text else "(:b_last_seq + 1)"}
            yield f"{line} \\gset b_"
        else:
            yield f"{line};"


def _written(params: Any, known: dict[str, str]) -> Any:
    if isinstance(params, dict):
        return {name: _literal(value, known) for name, value in params.items()}
    return tuple(_literal(value, known) for value in params or ())


def _literal(value: Any, known: dict[str, str]) -> str:
    if str(value) in known:
        return known[str(value)]
    if isinstance(value, UUID):
        return "gen_random_uuid()"
    return literals.Literal(value).as_string(connection.connection)
