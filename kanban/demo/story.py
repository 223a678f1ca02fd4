"""Plays a demo project into the database: everything in it is a command, by its person and at its time."""

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User, hue_of
from boards.models import Column
from boards.wire.board import column_wire
from chat.read_markers import read_up_to
from core.ids import new_id
from core.wire import JsonObject, instant
from files.upload import upload
from kanban.demo.clock import Clock
from kanban.demo.pictures import draw_picture
from projects.dispatch.execute import Origin, execute

FOLDER = Path(__file__).parent
FOUNDED, JOINED, LABELLED = dt.time(7), dt.time(7, 15), dt.time(7, 45)
WRITTEN, LISTED, ILLUSTRATED = dt.time(8, 30), dt.time(9, 30), dt.time(10)
MOVED, TICKED, TIDIED = dt.time(11), dt.time(13, 30), dt.time(15)
MINUTES_BETWEEN = 7
"""Minutes between two steps of one kind on the same day."""
UNREAD = dt.timedelta(hours=1)
"""Messages younger than this are unread for everyone who has not written since."""

Step = Callable[[dt.datetime], None]

Plan = dict[str, Any]
"""A card or checklist of the story; `now` becomes what the last command on it left."""


def play(name: str, people: dict[str, User], *, now: dt.datetime) -> None:
    """Create the project of the folder `name`. Inside a transaction this is fast, and all or nothing."""
    StoryPlayer(read(name), people, Clock(now)).play()


def read(name: str) -> JsonObject:
    parts = [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / name).glob("*.toml"))
    ]
    return {key: value for part in parts for key, value in part.items()}


class StoryPlayer:
    """Plans the steps of a story, then runs them in the order of their times."""

    def __init__(self, story: JsonObject, people: dict[str, User], clock: Clock) -> None:
        self.story, self.people, self.clock = story, people, clock
        self.project_id = str(_id_of_hue(story["hue"]))
        self.columns: dict[str, JsonObject] = {}
        self.labels: dict[str, str] = {}
        self.messages: dict[str, str] = {}
        self.read: dict[str, str] = {}
        self.files: dict[str, JsonObject] = {}
        self._steps: list[tuple[dt.datetime, Step]] = []
        self._slots: Counter[tuple[int, dt.time]] = Counter()

    def play(self) -> None:
        for at, step in self.plan():
            step(at)
        for reader, message_id in self.read.items():
            read_up_to(self.people[reader].pk, UUID(self.project_id), UUID(message_id))

    # ── The plan ──────────────────────────────────────────────────────────────────────────────────

    def plan(self) -> list[tuple[dt.datetime, Step]]:
        day = self.story["day"]
        self._schedule(day, FOUNDED, self._create_project)
        for person, role in self.story["members"].items():
            self._schedule(day, JOINED, partial(self._join, person, role))
        for name, color in self.story["labels"].items():
            self._schedule(day, LABELLED, partial(self._label, name, color))
        for column in self.story["columns"]:
            if "limit" in column:
                self._schedule(column["limited"], TIDIED, partial(self._limit, column))
        for card in self.story["cards"]:
            self._plan_card(card)
        self._plan_conversations()
        return sorted(self._steps, key=lambda step: step[0])

    def _plan_card(self, card: Plan) -> None:
        self._schedule(card["day"], WRITTEN, partial(self._write, card))
        for slug in card.get("files", []):
            self._schedule(card["day"], ILLUSTRATED, partial(self._attach, card, slug))
        for slug, day in card.get("moves", {}).items():
            self._schedule(day, MOVED, partial(self._move, card, slug))
        if "started" in card:
            self._schedule(card["started"], MOVED, partial(self._start, card))
        if "archived" in card:
            self._schedule(card["archived"], TIDIED, partial(self._archive, card))

    def _plan_conversations(self) -> None:
        """Plan messages of the chat, comments and checklists."""
        for when, who, text, *more in self.story.get("messages", []):
            self._plan_message(when, who, text, *more)
        for when, number, who, text in self.story.get("comments", []):
            self._steps.append((self.clock.at(when), partial(self._comment, number, who, text)))
        for checklist in self.story.get("checklists", []):
            self._plan_checklist(checklist)

    def _plan_checklist(self, checklist: Plan) -> None:
        self._schedule(checklist["day"], LISTED, partial(self._list, checklist))
        for number, (_text, who, *ticked) in enumerate(checklist["items"]):
            for day in ticked:
                self._schedule(day, TICKED, partial(self._tick, checklist, number, who))

    def _plan_message(self, when: str, who: str, text: str, more: JsonObject | None = None) -> None:
        """Plan a message. `more`: the message it replies to, its files, and for each emoji who reacted."""
        reactions = {**(more or {})}
        reply_to, files, at = reactions.pop("to", None), reactions.pop("files", []), self.clock.at(when)
        self._steps.append((at, partial(self._say, when, who, text, reply_to, files)))
        pairs = ((emoji, person) for emoji, people in reactions.items() for person in people)
        for number, (emoji, person) in enumerate(pairs):
            later = at + dt.timedelta(minutes=number + 1)
            self._steps.append((later, partial(self._react, when, person, emoji)))

    def _schedule(self, day: int, time: dt.time, step: Step) -> None:
        slot = self._slots[day, time]
        self._slots[day, time] += 1
        self._steps.append((self.clock.day(day, time, minutes=slot * MINUTES_BETWEEN), step))

    # ── The steps ─────────────────────────────────────────────────────────────────────────────────

    def _create_project(self, at: dt.datetime) -> None:
        """Create the project and its columns: the three default ones become the first two and the last."""
        made = {"id": self.project_id, "name": self.story["name"], "key": self.story["key"]}
        self._do(self.story["owner"], "project.create", made, at)
        first, second, last = (column_wire(row) for row in Column.objects.filter(project_id=self.project_id))
        *columns, end = self.story["columns"]
        for given, started in zip([*columns[:2], end], [first, second, last], strict=True):
            self._name_column(given, started, at)
        for above, given in pairwise(columns[1:]):
            self._add_column(given, self.columns[above["slug"]], at)

    def _name_column(self, given: JsonObject, started: JsonObject, at: dt.datetime) -> None:
        wanted = {"name": given["name"], "color": given["color"]}
        if wanted.items() <= started.items():
            self.columns[given["slug"]] = started
            return
        change = {"id": started["id"], "version": started["version"], **wanted}
        self.columns[given["slug"]] = self._do(self.story["owner"], "column.update", change, at)

    def _add_column(self, given: JsonObject, left: JsonObject, at: dt.datetime) -> None:
        made = {
            "projectId": self.project_id,
            "after": left["id"],
            "name": given["name"],
            "color": given["color"],
        }
        self.columns[given["slug"]] = self._do(self.story["owner"], "column.create", made, at)

    def _limit(self, given: JsonObject, at: dt.datetime) -> None:
        column = self.columns[given["slug"]]
        change = {"id": column["id"], "version": column["version"], "wipLimit": given["limit"]}
        self.columns[given["slug"]] = self._do(self.story["owner"], "column.update", change, at)

    def _join(self, who: str, role: str, at: dt.datetime) -> None:
        data = {"projectId": self.project_id, "role": role, "email": self.people[who].email}
        invitation = execute(self._owner, "invitation.create", data, origin=_origin(at)).answer
        self._do(who, "invitation.accept", {"token": invitation["token"]}, at + dt.timedelta(minutes=3))

    def _label(self, name: str, color: str, at: dt.datetime) -> None:
        made = {"projectId": self.project_id, "name": name, "color": color}
        self.labels[name] = self._do(self.story["owner"], "label.create", made, at)["id"]

    def _write(self, card: Plan, at: dt.datetime) -> None:
        made = {
            "columnId": self.columns[self.story["columns"][0]["slug"]]["id"],
            "title": card["title"],
            "description": card.get("description", "").strip(),
            "labelIds": [self.labels[name] for name in card.get("labels", [])],
            "assigneeIds": [str(self.people[name].pk) for name in card.get("assignees", [])],
            **({"dueAt": self.clock.due(card["due"])} if "due" in card else {}),
        }
        card["now"] = self._do(card["by"], "card.create", made, at)

    def _move(self, card: Plan, slug: str, at: dt.datetime) -> None:
        [column] = [column for column in self.story["columns"] if column["slug"] == slug]
        target: JsonObject = {
            "columnId": self.columns[slug]["id"],
            **({"after": None} if column.get("newest_first") else {}),
        }
        self._change(card, "card.move", target, at)

    def _attach(self, card: Plan, slug: str, at: dt.datetime) -> None:
        file = self._file(slug, card["by"], at)
        self._change(card, "card.attach", {"fileId": file["id"]}, at, versioned=False)
        if file["width"] and not card["now"]["coverFileId"]:
            self._change(card, "card.update", {"coverFileId": file["id"]}, at)

    def _file(self, slug: str, who: str, at: dt.datetime) -> JsonObject:
        """Return a file, uploaded by the first person who needs it."""
        if slug not in self.files:
            given = self.story["files"][slug]
            content = draw_picture(given["drawn"]) if "drawn" in given else given["text"].lstrip().encode()
            incoming = SimpleUploadedFile(given["name"], content)
            uploaded = upload(self.people[who], UUID(self.project_id), incoming, origin=_origin(at))
            self.files[slug] = uploaded.event["payload"]
        return self.files[slug]

    def _start(self, card: Plan, at: dt.datetime) -> None:
        self._change(card, "card.update", {"startAt": instant(at)}, at)

    def _archive(self, card: Plan, at: dt.datetime) -> None:
        self._change(card, "card.archive", {}, at)

    def _say(
        self, when: str, who: str, text: str, reply_to: str | None, files: list[str], at: dt.datetime
    ) -> None:
        file_ids = [self._file(slug, who, at)["id"] for slug in files]
        message = {"projectId": self.project_id, "text": text, "fileIds": file_ids}
        reply = {"replyToId": self.messages[reply_to]} if reply_to else {}
        self.messages[when] = self._do(who, "chat.message", {**message, **reply}, at)["id"]
        self.read |= dict.fromkeys(self._readers(who, at), self.messages[when])

    def _comment(self, number: int, who: str, text: str, at: dt.datetime) -> None:
        card = self.story["cards"][number - 1]["now"]
        self._do(who, "comment.create", {"cardId": card["id"], "text": text}, at)

    def _list(self, checklist: Plan, at: dt.datetime) -> None:
        card = self.story["cards"][checklist["card"] - 1]["now"]
        made = {"cardId": card["id"], "name": checklist["name"]}
        checklist["now"] = self._do(checklist["by"], "checklist.create", made, at)
        checklist["ids"] = [self._item(checklist, text, who, at) for text, who, *_ in checklist["items"]]

    def _item(self, checklist: JsonObject, text: str, who: str, at: dt.datetime) -> str:
        given = {"assigneeId": str(self.people[who].pk)} if who else {}
        made = {"checklistId": checklist["now"]["id"], "text": text, **given}
        return self._do(checklist["by"], "checklist_item.create", made, at)["id"]

    def _tick(self, checklist: JsonObject, number: int, who: str, at: dt.datetime) -> None:
        done = {"id": checklist["ids"][number], "done": True}
        self._do(who, "checklist_item.update", done, at)

    def _readers(self, author: str, at: dt.datetime) -> list[str]:
        """Return who has read a message: everyone if it is older than UNREAD, else only its author."""
        old = self.clock.now - at > UNREAD
        return [self.story["owner"], *self.story["members"]] if old else [author]

    def _react(self, when: str, who: str, emoji: str, at: dt.datetime) -> None:
        self._do(who, "chat.react", {"id": self.messages[when], "emoji": emoji}, at)

    def _change(
        self, card: Plan, command: str, data: JsonObject, at: dt.datetime, *, versioned: bool = True
    ) -> None:
        who = [*card.get("assignees", []), card["by"]][0]
        known = {"id": card["now"]["id"], **({"version": card["now"]["version"]} if versioned else {})}
        card["now"] = self._do(who, command, {**known, **data}, at)

    def _do(self, who: str, command: str, data: JsonObject, at: dt.datetime) -> JsonObject:
        return execute(self.people[who], command, data, origin=_origin(at)).event["payload"]

    @property
    def _owner(self) -> User:
        return self.people[self.story["owner"]]


def _origin(at: dt.datetime) -> Origin:
    return Origin(via="import", at=at)


def _id_of_hue(hue: str) -> UUID:
    """Return an id with the colour `hue`: projects and people derive their colour from their id."""
    while hue_of(made := new_id()) != hue:
        continue
    return made
