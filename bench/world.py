"""What a work happens in, as the load client knows it: people, boards, and the versions of cards."""

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

Row = dict[str, Any]


@dataclass
class Board:
    """The first half of the cards may be moved, the others stay where they are.

    `versions` are of one contestant's rows; each that has its own database has worlds of its own.
    """

    project: str
    key: str
    members: list[str]
    cards: list[Row]
    versions: dict[str, int] = field(default_factory=dict)

    def move(self, number: int) -> Row:
        """A move of this card to below one of those that stay."""
        card = self.cards[number]["id"]
        neighbour = random.choice(self.cards[len(self.cards) // 2 :])
        return {
            "id": card,
            "columnId": neighbour["columnId"],
            "after": neighbour["id"],
            "version": self.versions.get(card, 1),
        }

    def moved(self, card: Row) -> None:
        """As the answer to a move tells it."""
        self.versions[card["id"]] = card["version"]


@dataclass
class World:
    people: list[Row]
    boards: list[Board]

    @classmethod
    def of(cls, told: dict[str, Any]) -> "World":
        """Of what the product's companion made; each person knows a board they are a member of."""
        boards = [Board(**board) for board in told["boards"]]
        homes = {member: board.project for board in boards for member in board.members}
        return cls([{**person, "board": homes[person["id"]]} for person in told["people"]], boards)

    def home(self, person: Row) -> Board:
        return next(board for board in self.boards if board.project == person["board"])

    def copy(self) -> "World":
        """With versions of its own, for a contestant that has the same rows in another database."""
        boards = [Board(board.project, board.key, board.members, board.cards) for board in self.boards]
        return World(self.people, boards)


def fresh_id() -> str:
    return str(uuid4())
