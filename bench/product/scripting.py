"""The SQL statements of one of the product's moves, as a script for pgbench.

Parameters that differ between moves become variables; new ids are generated for each move.
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

# So high that no other parameter equals them by chance.
SEQ, VERSION, NUMBER = 7_000_000_000, 1_700_000_000, 1_600_000_000
# The script opens and closes the transaction itself.
TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")

Statement = tuple[str, Any]


def count(*, project: str) -> int:
    """Count the statements of one move, without those that open and close its transaction."""
    return len(_one_move(project)[0])


def script(*, project: str) -> list[str]:
    """Return the lines of the script.

    Variables: b_project, b_actor, b_card, b_number, b_version, b_column, b_neighbour and b_position.
    """
    return list(_lines(*_one_move(project)))


def _one_move(project: str) -> tuple[list[Statement], dict[str, str]]:
    """Make one move and roll it back; return its statements, and the variable for each known parameter."""
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
        with recorded() as statements:
            event = move(actor, card, neighbour)
        transaction.set_rollback(True)
    known[event["payload"]["position"]] = ":b_position"
    return [(text, params) for text, params in statements if not text.startswith(TRANSACTION_CONTROL)], known


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Record the statements that run inside the block."""
    statements: list[Statement] = []

    def record(run: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((text, params))
        return run(text, params, many, context)

    with connection.execute_wrapper(record):
        yield statements


def _lines(statements: list[Statement], known: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the script. The seq of the event follows from the `last_seq` read before."""
    for text, params in statements:
        line = text % _with_literals(params, known)
        if "last_seq" in text and ("RETURNING" in text or text.startswith("SELECT")):
            known = {**known, str(SEQ + 1): ":b_last_seq" if "RETURNING" in text else "(:b_last_seq + 1)"}
            yield f"{line} \\gset b_"
        else:
            yield f"{line};"


def _with_literals(params: Any, known: dict[str, str]) -> Any:
    if isinstance(params, dict):
        return {name: _literal(value, known) for name, value in params.items()}
    return tuple(_literal(value, known) for value in params or ())


def _literal(value: Any, known: dict[str, str]) -> str:
    if str(value) in known:
        return known[str(value)]
    if isinstance(value, UUID):
        return "gen_random_uuid()"
    return literals.Literal(value).as_string(connection.connection)
