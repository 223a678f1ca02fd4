"""A limit: pgbench, running the statements of the product's own move with nothing around them."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.ground import Ground
from bench.machine import Meter, Spent, pin
from bench.world import World

NAME = "pgbench, the SQL alone"
CHOICE = """
\\set row 1 + (:client_id + {clients} * random(0, {turns})) % {rows}
SELECT quote_literal(project) AS project, quote_literal(actor) AS actor, quote_literal(moves.card) AS card,
    quote_literal(place) AS "column", quote_literal(neighbour) AS neighbour, version, cards.number,
    quote_literal('a9' || moves.number || 'x' || floor(random() * 1000000) || '1') AS position
FROM bench_moves AS moves JOIN cards ON cards.id = moves.card::uuid WHERE moves.number = :row \\gset b_
"""
"""Whose move it is: one look into a small table, before the transaction begins. Positions are as ours."""
TABLE = """CREATE TABLE bench_moves
    (number int PRIMARY KEY, project text, actor text, card text, place text, neighbour text)"""
TPS = re.compile(r"tps = ([\d.]+)")


@dataclass(frozen=True)
class Done:
    """`rate` in moves a second; `statements` of one move, without BEGIN and COMMIT."""

    rate: float
    statements: int
    spent: Spent


def moves_a_second(ground: Ground, world: World, *, clients: int, seconds: float) -> Done:
    rows = choose(ground, world, clients)
    statements = ground.product.ask("script", project=world.boards[0].project)
    choice = CHOICE.format(clients=clients, turns=max(0, -(-rows // clients) - 1), rows=rows)
    file = ground.folder / "move.sql"
    file.write_text("\n".join([choice, "BEGIN;", *statements, "COMMIT;", ""]))
    meter = Meter(core=ground.cores.client).start()
    output = run(ground, file, clients=clients, seconds=seconds)
    found = TPS.search(output)
    if found is None or "aborted" in output:
        raise RuntimeError(f"pgbench: {output[-2000:]}")
    return Done(float(found[1]), len(statements), meter.stop())


def is_here() -> bool:
    return shutil.which("pgbench") is not None


def run(ground: Ground, file: Path, *, clients: int, seconds: float) -> str:
    """In the server's place, on its core."""
    how = ["--no-vacuum", "--protocol=simple", f"--client={clients}", f"--time={max(1, round(seconds))}"]
    process = subprocess.Popen(
        ["pgbench", *how, f"--file={file}", ground.database("kanban")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    pin(process.pid, ground.cores.server)
    return process.communicate()[0]


def choose(ground: Ground, world: World, clients: int) -> int:
    """Each row is a card of its own: of one board, or one of each board. How many they are."""
    one = len(world.boards) == 1
    rows = [
        (board.project, board.members[0], card["id"], board.cards[-1]["columnId"], board.cards[-1]["id"])
        for board in world.boards
        for card in board.cards[: clients if one else 1]
    ]
    with psycopg.connect(ground.database("kanban"), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_moves")
        connection.execute(TABLE)
        with connection.cursor() as cursor:
            numbered = [(number, *row) for number, row in enumerate(rows, start=1)]
            cursor.executemany("INSERT INTO bench_moves VALUES (%s, %s, %s, %s, %s, %s)", numbered)
        connection.execute("ANALYZE")
    return len(rows)
