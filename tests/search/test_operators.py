"""Operators of a search: what they leave of a project's things, in English and Russian."""

import datetime as dt
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from boards.models import Card
from chat.models import Message
from core.search.operators import NAMES
from tests.support.people import Person
from tests.support.worlds import Cast, World, build_empty, new_file

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parents[2]


def hits(who: Person, text: str, **asked: Any) -> list[dict[str, Any]]:
    answer = who.site.client.get(
        f"{who.site.url}/api/v1/search",
        params={"q": text, **asked},
        headers={"authorization": f"Bearer {who.token}"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def titles(who: Person, text: str, **asked: Any) -> set[str]:
    return {hit["title"] for hit in hits(who, text, **asked)}


@pytest.fixture
def harbour(cast: Cast) -> World:
    """A project "Harbour": cards "Lamp …" that differ in one field each, a comment, a message, a file."""
    world = build_empty(cast, name="Harbour")
    world.do("project.update", projectId=world.id, key="HAR")
    for name, color in (("bug", "red"), ("bugfix", "teal"), ("Needs paint", "blue")):
        world.labels[name] = world.do("label.create", projectId=world.id, name=name, color=color)["id"]
    now = timezone.now()
    distances = {"past": -3, "soon": 3, "far": 30}
    days = {name: (now + dt.timedelta(days=n)).isoformat() for name, n in distances.items()}
    world.card("todo", "Lamp plain")
    world.card("todo", "Lamp of bob", assigneeIds=[cast["bob"].id])
    world.card("todo", "Lamp with bug", labelIds=[world.labels["bug"]])
    world.card("todo", "Lamp with fix", labelIds=[world.labels["bugfix"], world.labels["Needs paint"]])
    world.card("doing", "Lamp doing")
    world.card("todo", "Lamp overdue", dueAt=days["past"])
    world.card("todo", "Lamp due soon", dueAt=days["soon"])
    world.card("todo", "Lamp due far", dueAt=days["far"])
    done = world.card("todo", "Lamp done", dueAt=days["past"])
    world.do("card.update", id=done["id"], version=1, doneAt=now.isoformat())
    away = world.card("todo", "Lamp archived")
    world.do("card.archive", id=away["id"], version=1)
    card = world.card("doing", "Lantern", by="bob")
    world.do("comment.create", by="bob", cardId=card["id"], text="This lamp hums")
    world.do("chat.message", by="anna", projectId=world.id, text="Who took the lamp?")
    world.files["lamp"] = new_file(world, "lamp-plan")
    return world


CARDS = {
    "plain",
    "of bob",
    "with bug",
    "with fix",
    "doing",
    "overdue",
    "due soon",
    "due far",
    "done",
    "archived",
}


def lamps(who: Person, text: str) -> set[str]:
    """The cards "HAR-n Lamp …" that the search finds, by what follows."""
    return {title.partition(" Lamp ")[2] for title in titles(who, text, **{"in": "cards"})}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lamp label:bug", {"with bug"}),
        ("lamp метка:bugf", {"with fix"}),
        ("lamp label:paint", {"with fix"}),
        ("lamp label:none", CARDS - {"with bug", "with fix"}),
        ("lamp -label:bug", CARDS - {"with bug"}),
        ("lamp label:bugfix label:needs", {"with fix"}),
        ('lamp label:"needs paint"', {"with fix"}),
        ("lamp label:unheard", set()),
        ("lamp is:done", {"done"}),
        ("lamp это:готово", {"done"}),
        ("lamp -is:done", CARDS - {"done"}),
        ("lamp is:open", CARDS - {"archived"}),
        ("lamp is:archived", {"archived"}),
        ("lamp is:mine", {"of bob"}),
        ("lamp is:unassigned", CARDS - {"of bob"}),
        ("lamp is:overdue", {"overdue"}),
        ("lamp assignee:me", {"of bob"}),
        ("lamp to:bob", {"of bob"}),
        ("lamp исполнитель:никто", CARDS - {"of bob"}),
        ("lamp assignee:ada", set()),
        ("lamp due:overdue", {"overdue"}),
        ("lamp due:week", {"due soon"}),
        ("lamp due:>today", {"due soon", "due far"}),
        ("lamp due:<today", {"overdue"}),
        ("lamp due:3d", {"due soon"}),
        ("lamp срок:завтра", set()),
        ("lamp due:none", CARDS - {"overdue", "due soon", "due far", "done"}),
        ("lamp is:done due:<today", {"done"}),
        ("lamp in:progress", {"doing"}),
        ("lamp in:har", CARDS),
        ("lamp in:Harbour", CARDS),
        ("lamp -in:progress", CARDS - {"doing"}),
        ("lamp in:progress in:done", {"doing"}),
        ("lamp in:nowhere", set()),
        ("lamp author:ada", CARDS),
        ("lamp author:me", set()),
        ("lamp -author:ada", set()),
        ("lamp after:today", CARDS),
        ("lamp after:2026-01", CARDS),
        ("lamp before:today", set()),
        ("is:overdue", {"overdue"}),
        ("label:bug", {"with bug"}),
        ("-is:open", {"archived"}),
    ],
)
def test_an_operator_narrows_the_cards(harbour: World, bob: Person, text: str, found: set[str]) -> None:
    assert lamps(bob, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lamp in:messages", {"Anna Achmatova"}),
        ("lamp in:чат", {"Anna Achmatova"}),
        ("lamp author:anna", {"Anna Achmatova"}),
        ("lamp author:bob", {"HAR-11 Lantern", "lamp-plan.txt"}),
        ("lamp author:bob in:files", {"lamp-plan.txt"}),
        ("lamp in:comments in:files", {"HAR-11 Lantern", "lamp-plan.txt"}),
        ("lamp author:me", {"HAR-11 Lantern", "lamp-plan.txt"}),
        ("lamp before:2020-01-01", set()),
        ("in:people ann", {"Anna Achmatova"}),
        ("in:projects", {"Harbour"}),
    ],
)
def test_an_operator_leaves_out_the_kinds_that_lack_it(
    harbour: World, bob: Person, text: str, found: set[str]
) -> None:
    assert titles(bob, text) == found


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("before:christmas", "Wrap it before:christmas"),
        ("due:soonish", "This is due:soonish"),
        ("http://example.net/in:box", "See http://example.net/in:box"),
        ("note:this", "A note:this"),
        ("12:30", "Lunch at 12:30"),
        ("is:nonsense", "What is:nonsense"),
    ],
)
def test_what_only_looks_like_an_operator_is_a_word(
    harbour: World, bob: Person, text: str, title: str
) -> None:
    harbour.card("todo", title)
    assert {each.partition(" ")[2] for each in titles(bob, text)} == {title}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_days_are_those_of_the_person(harbour: World, bob: Person, zone: str) -> None:
    assert bob.user
    bob.user.time_zone = zone
    bob.user.save(update_fields=["time_zone"])
    midnight = dt.datetime.combine(timezone.localdate(timezone=ZoneInfo(zone)), dt.time(), ZoneInfo(zone))
    for minutes, found in ((-1, "before:today"), (1, "after:today")):
        at = midnight + dt.timedelta(minutes=minutes)
        Message.objects.filter(project_id=harbour.id).update(created_at=at)
        for text in ("before:today", "after:today"):
            expected = {"Anna Achmatova"} if text == found else set()
            assert titles(bob, f"took {text}", **{"in": "messages"}) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('lamp in:"Files"', {"named"}),
        ("lamp in:files", set()),
        ('lamp in:"files" in:cards', {"named"}),
        ('-in:"files" lamp label:me', CARDS),
        ('lamp label:"me"', CARDS),
        ('lamp label:"none"', set()),
        ('lamp author:"me"', set()),
        ('lamp assignee:"nobody"', set()),
    ],
)
def test_in_quotes_a_value_is_a_name_and_no_word_of_the_search(
    harbour: World, bob: Person, text: str, found: set[str]
) -> None:
    column = harbour.do("column.create", projectId=harbour.id, name="Files")["id"]
    label = harbour.do("label.create", projectId=harbour.id, name="Me", color="red")["id"]
    harbour.do("card.create", columnId=column, title="Lamp named")
    cards = Card.objects.filter(project_id=harbour.id, title__startswith="Lamp").exclude(title="Lamp named")
    for card in cards:
        harbour.do("card.update", id=str(card.pk), version=card.version, labelIds=[label])
    assert lamps(bob, text) == found


@pytest.mark.parametrize("text", ["lamp in:", "is: lamp", "lamp -label:", "lamp due:<", 'lamp author:"'])
def test_an_operator_without_a_value_is_as_if_not_typed(harbour: World, bob: Person, text: str) -> None:
    assert hits(bob, text) == hits(bob, "lamp")


@pytest.mark.parametrize("text", ["in:", "is: -label:"])
def test_only_operators_without_values_find_nothing_and_hide_nothing(
    harbour: World, bob: Person, text: str
) -> None:
    assert hits(bob, text) == []
    messages = bob.site.client.get(
        f"{bob.site.url}/api/v1/projects/{harbour.id}/messages",
        params={"q": text},
        headers={"authorization": f"Bearer {bob.token}"},
    )
    assert len(messages.json()["results"]) == 1
    assert "Who took the lamp?" in bob.browse(f"/projects/{harbour.id}/messages/search?q={text}").text
    assert len(bob.browse(f"/projects/{harbour.id}/cards/matching?q={text}").json()["ids"]) == len(CARDS)
    assert "lamp-plan.txt" in bob.browse(f"/projects/{harbour.id}/files?q={text}").text
    assert "Lamp archived" in bob.browse(f"/projects/{harbour.id}/archive?q={text}").text


def test_every_box_leaves_out_words_beside_an_operator(harbour: World, bob: Person) -> None:
    harbour.do("chat.message", by="anna", projectId=harbour.id, text="Who took the mast?")
    text, place = "-lamp after:2026-01", f"/projects/{harbour.id}"
    found = bob.browse(f"{place}/messages/search?q={text}").text
    assert "Who took the mast?" in found
    assert "Who took the lamp?" not in found
    assert len(bob.browse(f"{place}/cards/matching?q={text}").json()["ids"]) == len({"Lantern"})
    assert len(bob.browse(f"{place}/cards/matching?q=-lantern {text}").json()["ids"]) == 0
    assert "Lamp archived" not in bob.browse(f"{place}/archive?q={text}").text
    assert "Lamp archived" in bob.browse(f"{place}/archive?q=-mast after:2026-01").text
    assert "lamp-plan" not in bob.browse(f"{place}/files?q={text}").text
    assert "lamp-plan" in bob.browse(f"{place}/files?q=-mast after:2026-01").text


def test_what_someone_wrote_is_found_after_they_left(harbour: World, bob: Person, cast: Cast) -> None:
    token = harbour.do("invitation.create", projectId=harbour.id, role="member")["token"]
    harbour.do("invitation.accept", by="dan", token=token)
    harbour.do("chat.message", by="dan", projectId=harbour.id, text="My lamp is the best")
    harbour.do("member.remove", projectId=harbour.id, userId=cast["dan"].id)
    assert titles(bob, "author:dan") == {"Dan Brown"}
    assert titles(bob, "in:people dan") == set()


def test_what_the_creator_of_a_project_wrote_is_found_after_they_left(
    harbour: World, bob: Person, cast: Cast
) -> None:
    harbour.do("chat.message", by="ada", projectId=harbour.id, text="My crane is the tallest")
    harbour.do("member.update", by="ada", projectId=harbour.id, userId=cast["bob"].id, role="owner")
    harbour.do("member.remove", by="ada", projectId=harbour.id, userId=cast["ada"].id)
    assert len(titles(bob, "author:ada crane")) == 1


def test_people_and_projects_of_others_are_not_found(harbour: World, eve: Person, bob: Person) -> None:
    assert titles(eve, "harbour") == set()
    assert titles(eve, "bob") == set()
    assert titles(bob, "eve", **{"in": "people"}) == set()


def test_people_and_projects_are_found_by_the_beginning_of_a_word(harbour: World, bob: Person) -> None:
    (project,) = hits(bob, "har", **{"in": "projects,people"})
    assert (project["kind"], project["title"], project["projectId"]) == ("project", "Harbour", harbour.id)
    (person,) = hits(bob, "ann", **{"in": "people"})
    assert (person["kind"], person["title"]) == ("person", "Anna Achmatova")
    assert person["id"] == harbour.cast["anna"].id


def test_a_rare_value_beside_a_common_word_is_found_however_old(harbour: World, bob: Person) -> None:
    rows = Card.objects.filter(project_id=harbour.id, title="Lamp with bug")
    rows.update(updated_at=timezone.now() - dt.timedelta(days=900))
    for number in range(12):
        harbour.card("todo", f"Lamp {number}")
    assert lamps(bob, "lamp label:bug") == {"with bug"}
    assert lamps(bob, "label:bug") == {"with bug"}


def test_the_browser_knows_the_names_of_the_operators() -> None:
    source = (ROOT / "static/js/board/filter/predicate.js").read_text(encoding="utf-8")
    listed = re.search(r'OPERATORS = \(\s*"([^"]*)"', source)
    assert listed
    assert sorted(listed[1].split()) == sorted(NAMES)
