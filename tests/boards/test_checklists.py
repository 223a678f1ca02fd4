"""Checklists of cards: items are ordered, assigned, ticked off and converted to cards."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from fractional_indexing import generate_n_keys_between

from boards.commands import checklist_items, checklists
from boards.models import Card, ChecklistItem
from projects.events.log import EventWire
from projects.realtime.fragments import with_html
from tests.support.payloads import card, checklist, item, new_checklist, new_item
from tests.support.people import Person, Site
from tests.support.server import Server
from tests.support.worlds import Cast, World, build, build_empty

CARD_BYTES = 650


def lists_of(who: Person, world: World, name: str = "four") -> list[dict[str, Any]]:
    return who.get(f"/cards/{world.cards[name]}/checklists").json()["results"]


def order_of(who: Person, world: World, name: str = "four") -> dict[str, list[str]]:
    return {each["name"]: [one["text"] for one in each["items"]] for each in lists_of(who, world, name)}


def counts_of(world: World, name: str = "four") -> tuple[int, int]:
    """A card's item counts on the board: (done, total)."""
    [result] = [each for each in world.snapshot()["cards"] if each["id"] == world.cards[name]]
    return result["checklistDone"], result["checklistTotal"]


def newest(world: World) -> EventWire:
    return world.events()[-1]


# ── On a card ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_card_has_checklists_in_order_each_with_its_items(world: World, cleo: Person, bob: Person) -> None:
    assert order_of(cleo, world) == {"steps": ["first", "second"], "later": ["third"]}
    first = lists_of(cleo, world)[0]["items"][0]
    assert (first["done"], first["assigneeId"], first["dueAt"]) == (True, bob.id, None)
    assert (first["cardId"], first["checklistId"]) == (world.cards["four"], world.checklists["steps"])


@pytest.mark.sqlite
def test_a_new_one_stands_where_it_is_asked_for(world: World, bob: Person) -> None:
    path = f"/cards/{world.cards['four']}/checklists"
    for name, where in (("z", {}), ("a", {"after": None}), ("m", {"before": world.checklists["later"]})):
        assert bob.post(path, {"name": name, **where}).status_code == 201
    assert list(order_of(bob, world)) == ["a", "steps", "m", "later", "z"]


@pytest.mark.sqlite
def test_a_new_item_stands_where_it_is_asked_for(world: World, bob: Person) -> None:
    path = f"/checklists/{world.checklists['steps']}/items"
    for text, where in (("z", {}), ("a", {"after": None}), ("m", {"after": world.items["first"]})):
        assert bob.post(path, {"text": text, **where}).status_code == 201
    assert order_of(bob, world)["steps"] == ["a", "first", "m", "second", "z"]


def test_a_new_item_may_be_done_already(world: World, bob: Person) -> None:
    path = f"/checklists/{world.checklists['steps']}/items"
    made = bob.post(path, {"text": "z", "done": True})
    assert (made.status_code, made.json()["done"]) == (201, True)
    assert counts_of(world) == (2, 4)
    world.do("history.undo", projectId=world.id, seq=world.seq)
    assert counts_of(world) == (1, 3)


def test_the_card_says_how_many_there_are_and_are_done(world: World, bob: Person) -> None:
    assert counts_of(world) == (1, 3)
    assert counts_of(world, "one") == (0, 0)
    steps = [
        ("checklist_item.create", new_item(world, "later"), (1, 4)),
        ("checklist_item.update", item(world, "second", done=True), (2, 4)),
        ("checklist_item.update", item(world, "second", done=True), (2, 4)),
        ("checklist_item.move", item(world, "second", checklistId=world.checklists["later"]), (2, 4)),
        ("checklist_item.update", item(world, "first", done=False), (1, 4)),
        ("checklist_item.delete", item(world, "second"), (0, 3)),
        ("checklist_item.convert", item(world, "first"), (0, 2)),
        ("checklist.delete", checklist(world, "later"), (0, 0)),
    ]
    for name, data, expected in steps:
        result = world.do(name, by="bob", **data)["card"]
        assert counts_of(world) == (result["checklistDone"], result["checklistTotal"]) == expected, name


def test_who_is_changing_the_card_is_not_disturbed(world: World, bob: Person) -> None:
    before = Card.objects.get(pk=world.cards["four"])
    world.do("checklist_item.update", **item(world, "second", done=True))
    world.do("checklist.move", **checklist(world, "later", after=None))
    world.do("checklist_item.convert", **item(world, "third"))
    after = Card.objects.get(pk=world.cards["four"])
    assert (after.version, after.updated_at) == (before.version, before.updated_at)


def test_answer_and_event_are_alike_and_name_the_card(world: World, bob: Person) -> None:
    result = bob.patch(f"/checklist-items/{world.items['second']}", {"done": True}).json()
    assert newest(world)["payload"] == result
    assert newest(world)["changes"] == {"done": [False, True]}
    assert (result["number"], result["card"]["key"], result["card"]["title"]) == (4, "WEB-4", "four")


# ── Reordered ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_an_item_goes_to_another_checklist_of_its_card(world: World, bob: Person) -> None:
    path = f"/checklist-items/{world.items['first']}/move"
    aim = {"checklistId": world.checklists["later"], "before": world.items["third"]}
    result = bob.post(path, aim).json()
    assert result["checklistId"] == world.checklists["later"]
    assert order_of(bob, world) == {"steps": ["second"], "later": ["first", "third"]}
    assert newest(world)["changes"]["checklistId"] == [world.checklists["steps"], world.checklists["later"]]


def test_an_item_does_not_go_to_another_card(world: World, bob: Person) -> None:
    other = world.do("checklist.create", **new_checklist(world, "one"))["id"]
    answer = bob.post(f"/checklist-items/{world.items['first']}/move", {"checklistId": other})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["checklistId"])


@pytest.mark.sqlite
def test_reordered_from_both_sides_everything_is_there_once(
    cast: Cast, servers: list[Server], server: Server
) -> None:
    world = build_empty(cast)
    on = world.card()["id"]
    lists = [world.do("checklist.create", cardId=on, name=name)["id"] for name in "ab"]
    made = [world.do("checklist_item.create", checklistId=lists[n % 2], text=f"{n}")["id"] for n in range(8)]
    windows = [
        cast[("ada", "bob")[n % 2]].at(Site(httpx.Client(timeout=30), servers[n % len(servers)].url))
        for n in range(8)
    ]
    assert all(window.token for window in windows)

    def shuffle(n: int) -> list[int]:
        aims = [{"checklistId": lists[(n + turn) % 2], "after": None} for turn in range(6)]
        return [windows[n].post(f"/checklist-items/{made[n]}/move", aim).status_code for aim in aims]

    with ThreadPoolExecutor(8) as pool:
        result = [code for codes in pool.map(shuffle, range(8)) for code in codes]
    assert set(result) == {200}
    shown = cast["cleo"].get(f"/cards/{on}/checklists").json()["results"]
    assert sorted(one["id"] for each in shown for one in each["items"]) == sorted(made)


# ── Assigned ──────────────────────────────────────────────────────────────────────────────────────


def test_who_leaves_is_taken_off_the_items(world: World, cast: Cast, ada: Person) -> None:
    world.do("member.remove", projectId=world.id, userId=cast["bob"].id)
    assert newest(world)["changes"]["checklistItemIds"] == [[world.items["first"]], []]
    assert lists_of(ada, world)[0]["items"][0]["assigneeId"] is None


# ── Put away, gone ────────────────────────────────────────────────────────────────────────────────


def test_the_trash_holds_a_card_with_its_checklists(world: World, bob: Person) -> None:
    world.do("card.delete", **card(world, "four"))
    assert bob.get(f"/cards/{world.cards['four']}/checklists").status_code == 404
    assert bob.patch(f"/checklists/{world.checklists['steps']}", {"name": "x"}).status_code == 404
    for way, data in (("", {"done": True}), ("/move", {}), ("/card", {})):
        path, method = f"/checklist-items/{world.items['first']}{way}", "POST" if way else "PATCH"
        assert bob.call(method, path, data).status_code == 404, way
    world.do("card.restore", **card(world, "four", version=2))
    assert order_of(bob, world) == {"steps": ["first", "second"], "later": ["third"]}
    assert counts_of(world) == (1, 3)


@pytest.mark.sqlite
def test_what_is_deleted_stands_whole_in_its_event(world: World, bob: Person) -> None:
    [steps, _] = lists_of(bob, world)
    bob.delete(f"/checklists/{world.checklists['steps']}")
    gone = newest(world)["payload"]
    assert {key: gone[key] for key in steps} == steps
    assert gone["card"]["checklistTotal"] == 1
    assert not ChecklistItem.objects.filter(pk=world.items["first"]).exists()


# ── So many, and no odd ones ──────────────────────────────────────────────────────────────────────


def test_a_card_has_so_many_checklists_and_a_checklist_so_many_items(
    world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checklists, "CHECKLISTS_PER_CARD", 3)
    monkeypatch.setattr(checklist_items, "ITEMS_PER_CHECKLIST", 2)
    path = f"/cards/{world.cards['four']}/checklists"
    assert [bob.post(path, {"name": "x"}).status_code for _ in range(2)] == [201, 400]
    full = f"/checklists/{world.checklists['steps']}/items"
    assert list(bob.post(full, {"text": "x"}).json()["fields"]) == ["checklistId"]
    into = {"checklistId": world.checklists["steps"]}
    assert bob.post(f"/checklist-items/{world.items['third']}/move", into).status_code == 400
    assert bob.post(f"/checklist-items/{world.items['first']}/move", {}).status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "odd", [{"text": ""}, {"position": ""}, {"position": "taken"}], ids=["no text", "nowhere", "on another"]
)
def test_the_database_holds_no_other_item(odd: dict[str, str], world: World) -> None:
    taken = {"position": ChecklistItem.objects.get(pk=world.items["first"]).position}
    with pytest.raises(IntegrityError), transaction.atomic():
        ChecklistItem.objects.filter(pk=world.items["second"]).update(
            **taken if odd == {"position": "taken"} else odd
        )


@pytest.mark.sqlite
def test_no_more_is_done_than_there_is(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=world.cards["four"]).update(checklist_done=4)


# ── In pages ──────────────────────────────────────────────────────────────────────────────────────


def test_pages_get_the_new_card_and_the_old_one_with_new_counts(world: World) -> None:
    made = world.do("checklist_item.convert", **item(world, "first"))
    html = with_html(newest(world), "en")["html"]
    assert f'id="card-{made["id"]}"' in html
    assert f'id="card-{world.cards["four"]}"' in html


def test_pages_get_no_card_for_what_its_face_does_not_show(world: World) -> None:
    for data, shown in (({"text": "1"}, False), ({"done": False}, True)):
        world.do("checklist_item.update", **item(world, "first", **data))
        assert ('id="card-' in with_html(newest(world), "en").get("html", "")) is shown


# ── What it costs ─────────────────────────────────────────────────────────────────────────────────


def filled(cast: Cast, count: int) -> World:
    """Build a world with `count` more items on each of the two checklists."""
    world = build(cast)
    for list_id in world.checklists.values():
        ChecklistItem.objects.bulk_create(
            ChecklistItem(project_id=UUID(world.id), checklist_id=UUID(list_id), text=f"{n}", position=place)
            for n, place in enumerate(generate_n_keys_between("b00", None, count))
        )
    return world


def test_a_card_of_many_items_needs_as_few_queries_as_one_of_few(cast: Cast, ada: Person) -> None:
    counts = []
    for world in (filled(cast, 1), filled(cast, 150)):
        lists_of(ada, world)
        with CaptureQueriesContext(connection) as seen:
            assert len(lists_of(ada, world)) == 2
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize(
    ("name", "data", "most"),
    [
        ("checklist_item.update", {"done": True}, 12),
        ("checklist_item.update", {"text": "x"}, 14),
        ("checklist_item.move", {"after": None}, 14),
        ("checklist_item.convert", {}, 26),
    ],
    ids=["ticked", "changed", "moved", "turned into a card"],
)
def test_a_command_needs_no_more_queries_on_a_card_of_many(
    name: str, data: dict[str, Any], most: int, cast: Cast
) -> None:
    counts = []
    for world in (filled(cast, 1), filled(cast, 150)):
        with CaptureQueriesContext(connection) as seen:
            world.do(name, **item(world, "second", **data))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= most


def test_a_card_of_the_board_stays_small(cast: Cast) -> None:
    """Measured on a typical card: a title of middle length, one label, one assignee."""
    world = build(cast)
    world.do(
        "card.update",
        **card(
            world,
            "two",
            title="Checkout: guest order in one page",
            labelIds=[world.labels["bug"]],
            assigneeIds=[cast["bob"].id],
        ),
    )
    [result] = [each for each in world.snapshot()["cards"] if each["id"] == world.cards["two"]]
    assert len(orjson.dumps(result)) <= CARD_BYTES
