"""An upper bound: pgbench, running only the SQL statements of one of the product's moves."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.machine import Meter, Spent, pin
from bench.testbed import Testbed
from bench.world import World

NAME = "pgbench, the SQL alone"
CHOICE = """
\\set row 1 + (:client_id + {clients} * random(0, {turns})) % {rows}
SELECT quote_literal(project) AS project, quote_literal(actor) AS actor, quote_literal(moves.card) AS card,
    quote_literal(place) AS "column", quote_literal(neighbour) AS neighbour, version, cards.number,
    quote_literal('a9' || moves.number || 'x' || floor(random() * 1000000) || '1') AS position
FROM bench_moves AS moves JOIN cards ON cards.id = moves.card::uuid WHERE moves.number = :row \\gset b_
"""
"""Selects the next move from a small table before the transaction. Positions have the product's form."""
TABLE = """CREATE TABLE bench_moves
    (number int PRIMARY KEY, project text, actor text, card text, place text, neighbour text)"""
TPS = re.compile(r"tps = ([\d.]+)")


@dataclass(frozen=True)
class Outcome:
    """`rate` is in moves a second; `statements` of one move, without BEGIN and COMMIT."""

    rate: float
    statements: int
    spent: Spent


def moves_a_second(testbed: Testbed, world: World, *, clients: int, seconds: float) -> Outcome:
    rows = fill_moves_table(testbed, world, clients)
    statements = testbed.product.ask("script", project=world.boards[0].project)
    choice = CHOICE.format(clients=clients, turns=max(0, -(-rows // clients) - 1), rows=rows)
    file = testbed.folder / "move.sql"
    file.write_text("\n".join([choice, "BEGIN;", *statements, "COMMIT;", ""]))
    meter = Meter(core=testbed.cores.client).start()
    output = run(testbed, file, clients=clients, seconds=seconds)
    found = TPS.search(output)
    if found is None or "aborted" in output:
        raise RuntimeError(f"pgbench: {output[-2000:]}")
    return Outcome(float(found[1]), len(statements), meter.stop())


def is_installed() -> bool:
    return shutil.which("pgbench") is not None


def run(testbed: Testbed, file: Path, *, clients: int, seconds: float) -> str:
    """Run pgbench on the core of the server."""
    options = ["--no-vacuum", "--protocol=simple", f"--client={clients}", f"--time={max(1, round(seconds))}"]
    process = subprocess.Popen(
        ["pgbench", *options, f"--file={file}", testbed.database("kanban")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    pin(process.pid, testbed.cores.server)
    return process.communicate()[0]


def fill_moves_table(testbed: Testbed, world: World, clients: int) -> int:
    """Fill the table of moves with cards: several of one board, or one of each. Return their number."""
    one_board = len(world.boards) == 1
    rows = [
        (board.project, board.members[0], card["id"], board.cards[-1]["columnId"], board.cards[-1]["id"])
        for board in world.boards
        for card in board.cards[: clients if one_board else 1]
    ]
    with psycopg.connect(testbed.database("kanban"), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_moves")
        connection.execute(TABLE)
        with connection.cursor() as cursor:
            numbered = [(number, *row) for number, row in enumerate(rows, start=1)]
            cursor.executemany("INSERT INTO bench_moves VALUES (%s, %s, %s, %s, %s, %s)", numbered)
        connection.execute("ANALYZE")
    return len(rows)
