"""Texts of people's keep their direction to themselves on every page: Hebrew in English moves nothing."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from accounts.models import User
from boards.models import Card, ChecklistItem, Column, Comment, Label
from boards.models.checklists import Checklist
from chat.models import Message
from core.texts.directions import ISOLATES, isolate
from files.models import File
from notifications.models import Notification
from projects.models import Event, Project
from tests.support.people import Person
from tests.support.worlds import World

HEBREW = re.compile("[\u05d0-\u05ea]")
LATIN = re.compile("[A-Za-z]")
TEXT = "שלום (1)"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = ("title", "aria-label", "placeholder", "alt")
OTHER_FIELDS = {
    "hidden",
    "password",
    "email",
    "checkbox",
    "radio",
    "file",
    "date",
    "datetime-local",
    "number",
    "time",
}
UNSEEN = {"script", "style"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    text: str = ""
    classes: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.classes = set(self.attributes.get("class", "").split())

    @property
    def line(self) -> list["Element"]:
        return [self, *(self.parent.line if self.parent else [])]

    @property
    def apart(self) -> bool:
        return self.tag == "bdi" or self.attributes.get("dir") == "auto"

    def __str__(self) -> str:
        return f"<{self.tag} {' '.join(f'{name}={value}' for name, value in self.attributes.items())}>"


class Texts(HTMLParser):
    """Collects what a page shows of people's texts without a direction of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.here: Element | None = None
        self.nodes: list[tuple[Element, str]] = []
        self.found: list[str] = []
        self.seen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self._check_attributes(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        while self.here and self.here.tag != tag:
            self.here = self.here.parent
        self.here = self.here.parent if self.here else None

    def handle_data(self, data: str) -> None:
        if not self.here or self.here.tag in UNSEEN:
            return
        for element in self.here.line:
            element.text += data
        if HEBREW.search(data):
            self.nodes.append((self.here, data.strip()))

    def judged(self) -> list[str]:
        for element, text in self.nodes:
            self.seen += 1
            if element.tag == "title":
                mixed = LATIN.search(text.replace("Kanban Realtime", ""))
                self._report(element, text, right=not mixed or ISOLATES[0] in text)
            else:
                own = next((above for above in element.line if above.apart), None)
                in_prose = any("prose" in above.classes for above in element.line)
                self._report(
                    element, text, right=own is not None and (in_prose or not LATIN.search(own.text))
                )
        return self.found

    def _check_attributes(self, element: Element) -> None:
        field = element.tag == "textarea" or (
            element.tag == "input" and element.attributes.get("type", "text") not in OTHER_FIELDS
        )
        if field and "readonly" not in element.attributes:
            self._report(element, "", right=element.apart)
        for name in SPOKEN:
            value = element.attributes.get(name, "")
            if HEBREW.search(value):
                self.seen += 1
                self._report(element, value, right=ISOLATES[0] in value or not LATIN.search(value))

    def _report(self, element: Element, text: str, *, right: bool) -> None:
        if not right:
            self.found.append(f"{element} {text}")


def write_everything_in_hebrew(world: World) -> None:
    for model, name in (
        *((Project, "name"), (Column, "name"), (Label, "name"), (Card, "title"), (Card, "description")),
        *((Checklist, "name"), (ChecklistItem, "text"), (Comment, "text"), (Message, "text")),
        *((File, "name"), (Notification, "project_name")),
    ):
        model.objects.update(**{name: TEXT})
    for number, person in enumerate(User.objects.all()):
        User.objects.filter(pk=person.pk).update(display_name=f"{TEXT} {number}")
    for event in Event.objects.all():
        event.payload, event.changes = _in_hebrew(event.payload), _in_hebrew(event.changes)
        event.save(update_fields=["payload", "changes"])


def _in_hebrew(value: object, key: str = "") -> object:
    if isinstance(value, dict):
        return {name: _in_hebrew(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_in_hebrew(part, key) for part in value]
    named = key in ("name", "title", "text", "description", "displayName")
    return TEXT if named and isinstance(value, str) else value


def unguarded(page: str) -> list[str]:
    texts = Texts()
    texts.feed(page)
    texts.close()
    return texts.judged()


@pytest.fixture
def hebrew(world: World) -> World:
    card = world.cards["four"]
    made = world.card("doing", "fresh", description="old", assigneeIds=[world.cast["bob"].id])
    world.do("card.update", id=made["id"], version=1, title="renamed", description="new")
    world.do("card.move", id=made["id"], version=2, columnId=world.columns["spare"])
    world.do("card.update", id=card, version=1, labelIds=[world.labels["bug"]])
    world.do("chat.message", projectId=world.id, text=f"@Bob Marley {world.snapshot()['project']['key']}-1")
    world.do("chat.message", projectId=world.id, text="so", replyToId=world.message)
    world.do("chat.react", id=world.message, emoji="👍")
    world.do("label.delete", id=world.labels["idea"])
    later = world.do("column.create", projectId=world.id, name="Later")
    world.do("column.delete", id=later["id"])
    world.do("project.update", id=world.id, name="Other")
    write_everything_in_hebrew(world)
    return world


def pages(world: World) -> list[str]:
    project = f"/projects/{world.id}"
    fresh = Card.objects.get(pk=world.cards["four"]).number
    cards = [f"{project}/cards/{number}" for number in (fresh, Card.objects.order_by("-number")[0].number)]
    return [
        *("/projects", "/profile", "/profile/sign-ins", "/notifications", "/notifications/settings"),
        *("/profile/delete", "/search?q=שלום", "/search/items?q=שלום", project, f"{project}/messages"),
        *(f"{project}/{part}" for part in ("members", "activity", "activity/items", "audit", "files")),
        *(f"{project}/archive{query}" for query in ("", "?state=deleted", "?state=other")),
        *(
            f"{card}{part}"
            for card in cards
            for part in ("", "/dialog", "/face", "/history", "/descriptions")
        ),
        f"{project}/messages/search?q=שלום",
    ]


def test_every_page_isolates_texts_of_people(hebrew: World) -> None:
    found: list[str] = []
    for path in pages(hebrew):
        answer = hebrew.cast["ada"].browse(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        found += (
            f"{path.removeprefix('/projects/' + hebrew.id)}: {wrong}" for wrong in unguarded(answer.text)
        )
    assert found == [], "\n".join(found)


def test_pages_of_strangers_isolate_names(hebrew: World, eve: Person) -> None:
    answer = eve.browse(f"/invitations/{hebrew.invitation['token']}")
    assert TEXT in answer.text
    assert unguarded(answer.text) == []


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("", ""),
        ("Ada", "Ada"),
        ("Зоя (2)", "Зоя (2)"),
        (TEXT, f"\u2068{TEXT}\u2069"),
        ("لوحة", "\u2068لوحة\u2069"),
        ("Ada שלום", "\u2068Ada שלום\u2069"),
        ("a\u202e b", "\u2068a\u202e b\u2069"),
    ],
)
def test_plain_text_isolates_only_what_could_move_its_surroundings(text: str, isolated: str) -> None:
    assert isolate(text) == isolated
