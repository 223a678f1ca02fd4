"""The data of a work as the load client knows it: people, boards, and versions of cards."""

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

Row = dict[str, Any]


@dataclass
class Board:
    """A board. The first half of its cards may be moved, the others stay in place.

    `versions` belong to the rows of one database; a contestant with a database of its own has its own worlds.
    """

    project: str
    key: str
    members: list[str]
    cards: list[Row]
    versions: dict[str, int] = field(default_factory=dict)

    def move(self, number: int) -> Row:
        """Return the input that moves a card below a random one of those that stay."""
        card = self.cards[number]["id"]
        neighbour = random.choice(self.cards[len(self.cards) // 2 :])
        return {
            "id": card,
            "columnId": neighbour["columnId"],
            "after": neighbour["id"],
            "version": self.versions.get(card, 1),
        }

    def record(self, card: Row) -> None:
        """Store the version of a card from the response to a change."""
        self.versions[card["id"]] = card["version"]


@dataclass
class World:
    people: list[Row]
    boards: list[Board]

    @classmethod
    def of(cls, data: dict[str, Any]) -> "World":
        """Build a world from the companion's response. Each person gets a board they are a member of."""
        boards = [Board(**board) for board in data["boards"]]
        homes = {member: board.project for board in boards for member in board.members}
        return cls([{**person, "board": homes[person["id"]]} for person in data["people"]], boards)

    def home(self, person: Row) -> Board:
        return next(board for board in self.boards if board.project == person["board"])

    def copy(self) -> "World":
        """Return the same world with separate versions, for the same rows in another database."""
        boards = [Board(board.project, board.key, board.members, board.cards) for board in self.boards]
        return World(self.people, boards)


def fresh_id() -> str:
    return str(uuid4())
