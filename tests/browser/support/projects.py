"""A project as the API shows it, and what people do in it over the API."""

from collections.abc import Iterator
from typing import Any

from tests.browser.support.people import json_of
from tests.support.people import Person


class Project:
    def __init__(self, owner: Person, name: str = "Lighthouse") -> None:
        facts = json_of(owner.post("/projects", {"name": name}))
        self.owner = owner
        self.id: str = facts["id"]
        self.key: str = facts["key"]
        self.path = f"/projects/{self.id}"
        self.columns: list[str] = [column["id"] for column in self.board()["columns"]]

    # ── People ────────────────────────────────────────────────────────────────────────────────────

    def welcome(self, person: Person, role: str = "member") -> None:
        json_of(person.post(f"/invitations/{self.invitation(role)['token']}/accept"))

    def invitation(self, role: str = "member", email: str | None = None) -> Any:
        return json_of(self.owner.post(f"{self.path}/invitations", {"role": role, "email": email}))

    def dismiss(self, person: Person) -> None:
        json_of(self.owner.delete(f"{self.path}/members/{person.id}"))

    # ── Cards, by their titles ────────────────────────────────────────────────────────────────────

    def add(self, *titles: str, column: int = 0, by: Person | None = None, **fields: Any) -> None:
        for title in titles:
            json_of(
                (by or self.owner).post(
                    "/cards", {"columnId": self.columns[column], "title": title, **fields}
                )
            )

    def card(self, title: str) -> Any:
        return next(card for card in self.board()["cards"] if card["title"] == title)

    def move(self, title: str, *, to: int, by: Person | None = None, **place: str | None) -> None:
        card = self.card(title)
        wish = {"columnId": self.columns[to], "version": card["version"], **place}
        json_of((by or self.owner).post(f"/cards/{card['id']}/move", wish))

    def change(self, title: str, /, by: Person | None = None, **fields: Any) -> None:
        card = self.card(title)
        json_of((by or self.owner).patch(f"/cards/{card['id']}", {"version": card["version"], **fields}))

    def archive(self, title: str, by: Person | None = None) -> None:
        card = self.card(title)
        json_of((by or self.owner).post(f"/cards/{card['id']}/archive", {"version": card["version"]}))

    # ── State ───────────────────────────────────────────────────────────────────────────────

    def board(self) -> Any:
        return json_of(self.owner.get(f"{self.path}/board"))

    def label(self, name: str, color: str = "blue") -> str:
        return json_of(self.owner.post(f"{self.path}/labels", {"name": name, "color": color}))["id"]

    def events(self, type: str = "") -> list[Any]:
        """Events of the log, all or of one type."""
        return [event for event in self._log() if not type or event["type"] == type]

    def _log(self) -> Iterator[Any]:
        since = 0
        while batch := json_of(self.owner.get(f"{self.path}/events?since={since}&limit=200"))["results"]:
            yield from batch
            since = batch[-1]["seq"]
