"""The stack of the original MVP, with the same rows as the product."""

import sys
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, insert

from bench.contestants.base import Contestant, Feeder
from bench.contestants.publishing import external_feeder
from bench.contestants.sockets import SocketIoSocket
from bench.http import Http
from bench.peers.mvp_tables import METADATA, cards, members, projects
from bench.tally import Tally
from bench.tokens import KEY, token_of
from bench.websocket import Socket
from bench.world import Board, Row, World, fresh_id

UVICORN = [
    *(sys.executable, "-m", "uvicorn", "bench.peers.mvp:app", "--host", "127.0.0.1"),
    *("--loop", "uvloop", "--http", "httptools", "--ws-per-message-deflate", "false"),
    *("--no-access-log", "--log-level", "warning"),
]


class Mvp(Contestant):
    name = "MVP stack"

    def start(self) -> None:
        url = self.testbed.database("mvp").replace("postgres:", "postgresql+asyncpg:", 1)
        environment = {"DATABASE_URL": url, "REDIS_URL": self.testbed.redis.url, "JWT_KEY": KEY}
        self.serve([*UVICORN, "--port", str(self.port)], environment)

    def world(self, *, people: int, cards: int, boards: int = 1) -> World:
        product = self.testbed.world(self.testbed.product, people=people, cards=cards, boards=boards)
        return self.testbed.copied("mvp", product, copy_world)

    # ── Sockets ───────────────────────────────────────────────────────────────────────────────────
    async def connect(self, person: Row, tally: Tally | None = None) -> SocketIoSocket:
        socket = SocketIoSocket(tally)
        await socket.sign_in(self.port, token_of(person))
        return socket

    async def join(self, socket: Socket, board: Board, **options: Any) -> Any:
        assert isinstance(socket, SocketIoSocket)
        return await socket.ask("join", {"projectId": board.project})

    async def move(self, socket: Socket, board: Board, move: Row) -> None:
        assert isinstance(socket, SocketIoSocket)
        ack = await socket.ask("card.move", {**move, "eventId": fresh_id()})
        board.record(ack["payload"])

    # ── REST ──────────────────────────────────────────────────────────────────────────────────────
    async def move_by_rest(self, http: Http, person: Row, board: Board, move: Row) -> None:
        headers = {"authorization": f"Bearer {token_of(person)}", "idempotency_key": fresh_id()}
        board.record(await http.ask("POST", f"/api/cards/{move['id']}/move", move, **headers))

    async def statements(self, world: World) -> int:
        http, board = await Http.open(self.port), world.boards[0]
        before = (await http.ask("GET", "/statements"))["sent"]
        await self.move_by_rest(http, world.people[0], board, board.move(0))
        after = (await http.ask("GET", "/statements"))["sent"]
        http.close()
        return int(after - before)

    def feeder(self, board: Board, count: int) -> Feeder:
        return external_feeder(self, "socket.io", board, count)


def copy_world(url: str, world: World) -> None:
    """Copy the rows of a world into the MVP's tables."""
    engine = create_engine(url.replace("postgres:", "postgresql+psycopg:", 1))
    METADATA.create_all(engine)
    with engine.begin() as connection:
        for board in world.boards:
            project = UUID(board.project)
            connection.execute(insert(projects), {"id": project, "name": "A project", "key": board.key})
            people = [
                {"project_id": project, "user_id": UUID(member), "role": "member"} for member in board.members
            ]
            connection.execute(insert(members), people)
            connection.execute(insert(cards), [_card(project, card) for card in board.cards])
    engine.dispose()


def _card(project: UUID, card: Row) -> Row:
    return {
        "id": UUID(card["id"]),
        "number": card["number"],
        "project_id": project,
        "column_id": UUID(card["columnId"]),
        "title": card["title"],
        "description": card["description"],
        "position": card["position"],
        "version": 1,
        "label_ids": card["labelIds"],
        "assignee_ids": card["assigneeIds"],
        "file_ids": [],
        "created_by": UUID(card["createdBy"]),
        "comment_count": 0,
    }
