"""A page's number of unread messages is the server's, whatever reaches the page, late or in another order."""

import json
import random
import shutil
import subprocess
from typing import Any
from uuid import UUID

import pytest

from chat.read_markers import read_up_to, unread_of
from core.wire import JsonObject
from projects.events.log import events_after, redacted_wire
from projects.models import Project
from tests.support.processes import ROOT
from tests.support.worlds import Cast, World, build_empty

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.skipif(not shutil.which("node"), reason="runs the page's script"),
]

PEOPLE = {"ada": "@Ada Lovelace", "anna": "@Anna Achmatova", "bob": "@Bob Marley"}
STEPS = 60
MOST_EDITS = 15


class Talk:
    """Random commands of several people, and the script of what their pages were told."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice = world, random.Random(seed)
        self.project_id = UUID(world.id)
        self.messages: dict[str, str] = {}
        self.edits = 0
        self.script: list[JsonObject] = []
        self.pages: dict[str, str] = {}
        self.seen: dict[str, int] = {}

    def play(self) -> None:
        for step in range(STEPS):
            self.dice.choice(
                [self.send, self.send, self.send, self.edit, self.delete, self.delete, self.read]
            )()
            if step % 8 == 0:
                self.open()
            for page in self.pages:
                if self.dice.random() < 0.6:
                    self.catch_up(page)
        for page in self.pages:
            self.catch_up(page)

    # ── What people do ────────────────────────────────────────────────────────────────────────────

    def send(self) -> None:
        who, text = self.dice.choice(list(PEOPLE)), self.text()
        answer = self.world.do("chat.message", by=who, projectId=self.world.id, text=text)
        self.messages[answer["id"]] = who

    def edit(self) -> None:
        if self.messages and self.edits < MOST_EDITS:
            self.edits += 1
            message = self.dice.choice(list(self.messages))
            self.world.do("chat.update", by=self.messages[message], id=message, text=self.text())

    def delete(self) -> None:
        """Delete a message: now and then the one at which somebody's read marker stands."""
        if self.messages:
            message = self.dice.choice(list(self.messages))
            self.world.do("chat.delete", by=self.messages.pop(message), id=message)

    def read(self) -> None:
        """Read up to a message, or mark later ones as unread. The pages of the person are told at once."""
        if not self.messages:
            return
        who = self.dice.choice(list(PEOPLE))
        state = read_up_to(self.user_id(who), self.project_id, UUID(self.dice.choice(list(self.messages))))
        self.script += [{"page": page, "state": state} for page, owner in self.pages.items() if owner == who]

    def text(self) -> str:
        return " ".join(["words", *(name for name in PEOPLE.values() if self.dice.random() < 0.3)])

    # ── What pages are told ───────────────────────────────────────────────────────────────────────

    def open(self) -> None:
        """Open a page. Its `seq` may be older than its numbers, as on a page that was being rendered."""
        who, page = self.dice.choice(list(PEOPLE)), f"page {len(self.pages)}"
        self.pages[page], self.seen[page] = who, max(0, self.head() - self.dice.randrange(4))
        self.script.append({"page": page, "me": str(self.user_id(who)), "state": self.state(who)})

    def catch_up(self, page: str) -> None:
        """Tell a page what it missed. Deleted texts are blanked by then."""
        events = redacted_wire(events_after(self.project_id, self.seen[page]))
        self.script += [{"page": page, "event": event} for event in events]
        self.seen[page] = self.head()
        self.script.append({"page": page, "expected": self.state(self.pages[page])})

    def head(self) -> int:
        return Project.objects.get(pk=self.project_id).last_seq

    def state(self, who: str) -> Any:
        return unread_of(self.user_id(who), self.project_id)

    def user_id(self, who: str) -> UUID:
        return UUID(self.world.cast[who].id)


def played(script: list[JsonObject]) -> JsonObject:
    found: JsonObject = json.loads(
        subprocess.run(
            ["node", "tests/support/unread_pages.mjs"],
            input=json.dumps(script),
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
    )
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_page_and_the_server_count_the_same(cast: Cast, seed: int) -> None:
    talk = Talk(build_empty(cast), seed)
    talk.play()
    found = played(talk.script)
    assert found["wrong"] == []
    # Two messages within a millisecond are told apart by the server alone.
    assert found["doubts"] <= 2


def test_a_deleted_message_still_says_how_far_one_has_read(cast: Cast) -> None:
    world = build_empty(cast)
    read = world.do("chat.message", by="bob", projectId=world.id, text="now")["id"]
    user_id, project_id = UUID(cast["ada"].id), UUID(world.id)
    read_up_to(user_id, project_id, UUID(read))
    world.do("chat.delete", by="bob", id=read)
    assert unread_of(user_id, project_id)["unread"] == 0
    world.do("chat.message", by="bob", projectId=world.id, text="later")
    assert unread_of(user_id, project_id)["unread"] == 1
