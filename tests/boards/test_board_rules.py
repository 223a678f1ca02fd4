"""Rules of the board: positions, versions, column limits, archive, trash; and project membership."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from projects.models import Invitation
from tests.support.payloads import card, column, move, new_card
from tests.support.people import Person
from tests.support.worlds import Cast, World, build, build_empty

pytestmark = pytest.mark.sqlite

KEY = re.compile(r"[A-Z][A-Z0-9]{1,5}")


def titles(world: World, name: str) -> list[str]:
    """Titles of a column's cards, from top to bottom."""
    return [each["title"] for each in world.snapshot()["cards"] if each["columnId"] == world.columns[name]]


def card_of(world: World, name: str, who: Person) -> dict[str, Any]:
    """A card as the API returns it."""
    result = who.get(f"/cards/{world.cards[name]}").json()
    return {key: value for key, value in result.items() if key != "watching"}


def code(answer: Any) -> str:
    return answer.json().get("code", "")


# ── Positions ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (lambda w: {}, ["one", "two", "three", "new"]),
        (lambda w: {"after": None}, ["new", "one", "two", "three"]),
        (lambda w: {"after": w.cards["one"]}, ["one", "new", "two", "three"]),
        (lambda w: {"after": w.cards["three"]}, ["one", "two", "three", "new"]),
        (lambda w: {"before": w.cards["one"]}, ["new", "one", "two", "three"]),
        (lambda w: {"before": w.cards["three"]}, ["one", "two", "new", "three"]),
    ],
    ids=["neither", "top", "below the first", "below the last", "above the first", "above the last"],
)
def test_a_card_comes_where_it_was_asked_to(place: Any, order: list[str], world: World, bob: Person) -> None:
    bob.post("/cards", new_card(world, **place(world)))
    assert titles(world, "todo") == order


def test_a_card_moves_where_it_was_asked_to(world: World, bob: Person) -> None:
    for data, order in (
        (move(world, "three", "todo", after=None), ["three", "one", "two"]),
        (move(world, "three", "todo", version=2), ["one", "two", "three"]),
        (move(world, "one", "todo", after=world.cards["two"]), ["two", "one", "three"]),
        (move(world, "four", "todo", before=world.cards["one"]), ["two", "four", "one", "three"]),
    ):
        an_id = data.pop("id")
        assert bob.post(f"/cards/{an_id}/move", data).status_code == 200
        assert titles(world, "todo") == order


def test_there_is_always_room_in_between(cast: Cast) -> None:
    world = build_empty(cast)
    first, last = world.card(title="first")["id"], world.card(title="last")["id"]
    for number in range(60):
        world.card(title=str(number), after=first)
        world.card(title=f"-{number}", before=last)
    places = [each["position"] for each in world.snapshot()["cards"]]
    assert places == sorted(set(places), key=str.encode)
    assert titles(world, "todo")[:3] == ["first", "59", "58"]
    assert titles(world, "todo")[-2:] == ["-59", "last"]


def test_columns_move_like_cards(world: World, bob: Person) -> None:
    def names() -> list[str]:
        return [each["name"] for each in world.snapshot()["columns"]]

    bob.post(f"/columns/{world.columns['spare']}/move", {"version": 1, "after": None})
    assert names() == ["Spare", "Todo", "In Progress", "Done"]
    bob.post(f"/columns/{world.columns['todo']}/move", {"version": 1})
    assert names() == ["Spare", "In Progress", "Done", "Todo"]


# ── Versions and changes ──────────────────────────────────────────────────────────────────────────


def test_a_version_rises_by_one_with_each_accepted_command(world: World, bob: Person) -> None:
    path = f"/cards/{world.cards['one']}"
    result = [
        bob.patch(path, {"version": 1, "title": "new"}),
        bob.patch(path, {"version": 2}),
        bob.post(f"{path}/move", {"version": 3, "columnId": world.columns["doing"]}),
        bob.post(f"{path}/archive", {"version": 4}),
        bob.post(f"{path}/restore", {"version": 5}),
    ]
    assert [answer.json()["version"] for answer in result] == [2, 3, 4, 5, 6]


def test_a_refused_command_changes_no_version(world: World, bob: Person) -> None:
    path = f"/cards/{world.cards['one']}"
    bob.patch(path, {"version": 1, "title": ""})
    bob.post(f"{path}/move", {"version": 1, "columnId": world.columns["done"]})
    assert card_of(world, "one", bob)["version"] == 1


def test_what_is_stripped_from_a_card_leaves_its_version(world: World, ada: Person) -> None:
    ada.delete(f"/labels/{world.labels['bug']}")
    ada.delete(f"/projects/{world.id}/members/{world.cast['bob'].id}")
    now = card_of(world, "one", ada)
    assert (now["version"], now["labelIds"], now["assigneeIds"]) == (1, [world.labels["idea"]], [ada.id])


def test_absent_keys_stay_null_clears_and_arrays_replace(world: World, bob: Person) -> None:
    path, before = f"/cards/{world.cards['one']}", card_of(world, "one", bob)
    titled = bob.patch(path, {"version": 1, "title": "new"}).json()
    changed = {"title", "version", "updatedAt"}
    assert {key: titled[key] for key in titled.keys() - changed} == {
        key: before[key] for key in before.keys() - changed
    }
    cleared = bob.patch(path, {"version": 2, "dueAt": None, "description": None, "labelIds": None}).json()
    assert (cleared["dueAt"], cleared["description"], cleared["labelIds"]) == (None, "", [])
    turned = list(reversed(before["assigneeIds"]))
    replaced = bob.patch(
        path, {"version": 3, "assigneeIds": turned, "labelIds": [world.labels["bug"]] * 2}
    ).json()
    assert (replaced["assigneeIds"], replaced["labelIds"]) == (turned, [world.labels["bug"]])


def test_changes_tell_old_and_new(world: World, bob: Person) -> None:
    bob.patch(f"/cards/{world.cards['one']}", {"version": 1, "title": "new", "dueAt": None})
    assert world.events()[-1]["changes"] == {
        "title": ["one", "new"],
        "dueAt": ["2030-01-02T03:04:05.678Z", None],
    }
    bob.post(f"/cards/{world.cards['one']}/move", {"version": 2, "columnId": world.columns["doing"]})
    assert world.events()[-1]["changes"]["columnId"] == [world.columns["todo"], world.columns["doing"]]
    bob.patch(f"/cards/{world.cards['one']}", {"version": 3})
    assert world.events()[-1]["changes"] == {}


# ── Full columns, the archive, the trash ──────────────────────────────────────────────────────────


def test_a_full_column_refuses_another_card(world: World, bob: Person) -> None:
    assert code(bob.post("/cards", new_card(world, "done"))) == "wip_limit_reached"
    refused = bob.post(f"/cards/{world.cards['one']}/move", {"version": 1, "columnId": world.columns["done"]})
    assert (refused.status_code, code(refused)) == (409, "wip_limit_reached")


def test_a_full_column_refuses_a_card_that_comes_back(world: World, bob: Person) -> None:
    bob.post(f"/cards/{world.cards['full']}/archive", {"version": 1})
    assert bob.post("/cards", new_card(world, "done")).status_code == 201
    back = bob.post(f"/cards/{world.cards['full']}/restore", {"version": 2})
    assert (back.status_code, code(back)) == (409, "wip_limit_reached")


def test_an_archived_card_may_wait_in_a_full_column_but_not_come_back_there(
    world: World, bob: Person
) -> None:
    path = f"/cards/{world.cards['archived']}"
    moved = bob.post(f"{path}/move", {"version": 2, "columnId": world.columns["done"]})
    assert moved.json()["columnId"] == world.columns["done"]
    assert code(bob.post(f"{path}/restore", {"version": 3})) == "wip_limit_reached"


def test_a_limit_may_be_lower_than_the_number_of_cards(world: World, bob: Person) -> None:
    assert (
        bob.patch(f"/columns/{world.columns['todo']}", {"version": 1, "wipLimit": 1}).json()["wipLimit"] == 1
    )
    assert code(bob.post("/cards", new_card(world))) == "wip_limit_reached"
    order = bob.post(f"/cards/{world.cards['one']}/move", {"version": 1, "columnId": world.columns["todo"]})
    assert order.status_code == 200


def test_archived_cards_neither_hold_a_column_nor_count(world: World, bob: Person) -> None:
    four = world.cards["four"]
    assert code(bob.delete(f"/columns/{world.columns['doing']}")) == "not_empty"
    bob.post(f"/cards/{four}/archive", {"version": 1})
    bob.post(f"/cards/{world.cards['filed']}/archive", {"version": 3})
    assert bob.delete(f"/columns/{world.columns['doing']}").status_code == 200
    back = bob.post(f"/cards/{four}/restore", {"version": 2}).json()
    assert (back["columnId"], back["archivedAt"]) == (world.columns["todo"], None)
    assert "four" in titles(world, "todo")


def test_a_deleted_card_keeps_its_fields_and_can_be_restored(world: World, bob: Person) -> None:
    path, before = f"/cards/{world.cards['two']}", card_of(world, "two", bob)
    result = bob.delete(f"{path}?version=1")
    assert (result.status_code, result.json()) == (200, before)
    assert bob.get(path).status_code == 404
    assert titles(world, "todo") == ["one", "three"]
    back = bob.post(f"{path}/restore", {"version": result.json()["version"]}).json()
    assert (back["number"], back["position"]) == (before["number"], before["position"])
    assert titles(world, "todo") == ["one", "two", "three"]


def test_a_card_whose_place_was_taken_comes_back_beside_it(world: World, bob: Person) -> None:
    path = f"/cards/{world.cards['three']}"
    bob.delete(f"{path}?version=1")
    taken = bob.post("/cards", new_card(world)).json()
    assert bob.post(f"{path}/restore", {"version": 2}).json()["position"] > taken["position"]
    assert titles(world, "todo") == ["one", "two", "new", "three"]


def test_the_last_column_gone_a_card_has_nowhere_to_return_to(cast: Cast, bob: Person) -> None:
    world = build_empty(cast)
    path = f"/cards/{world.card()['id']}"
    bob.post(f"{path}/archive", {"version": 1})
    for an_id in world.columns.values():
        assert bob.delete(f"/columns/{an_id}").status_code == 200
    assert bob.post(f"{path}/restore", {"version": 2}).status_code == 409


def test_card_numbers_count_on_and_are_never_used_again(cast: Cast, bob: Person) -> None:
    world = build_empty(cast, name="Website")
    first = bob.post("/cards", new_card(world)).json()
    bob.delete(f"/cards/{first['id']}?version=1")
    second = bob.post("/cards", new_card(world)).json()
    assert (first["number"], second["number"], second["key"]) == (1, 2, "WEB-2")
    world.do("project.update", id=world.id, key="NEW")
    assert bob.get(f"/cards/{second['id']}").json()["key"] == "NEW-2"


# ── Projects and their people ─────────────────────────────────────────────────────────────────────


def test_a_new_project_has_a_board_three_columns_and_its_owner(eve: Person) -> None:
    project = eve.post("/projects", {"name": "Garden"}).json()
    board = eve.get(f"/projects/{project['id']}/board").json()
    assert [each["name"] for each in board["columns"]] == ["Todo", "In Progress", "Done"]
    assert [(each["userId"], each["role"]) for each in board["members"]] == [(eve.id, "owner")]
    assert (board["seq"], board["cards"]) == (1, [])
    [event] = eve.get(f"/projects/{project['id']}/events").json()["results"]
    assert (event["type"], event["payload"]) == ("project.created", project)


@pytest.mark.parametrize(
    "name", ["Website", "a", "Новый сайт", "Ж", "東京", "!!!", "2 fast", "x" * 120, "ß", "مشروع", "😀"]
)
def test_a_key_is_made_of_any_name(name: str, eve: Person) -> None:
    made = eve.post("/projects", {"name": name})
    assert made.status_code == 201
    assert KEY.fullmatch(made.json()["key"]), made.json()["key"]


def test_the_last_owner_neither_leaves_nor_steps_down(world: World, ada: Person) -> None:
    me = f"/projects/{world.id}/members/{ada.id}"
    assert code(ada.delete(me)) == code(ada.patch(me, {"role": "admin"})) == "last_owner"
    ada.patch(f"/projects/{world.id}/members/{world.cast['anna'].id}", {"role": "owner"})
    assert ada.delete(me).status_code == 200
    assert ada.get(f"/projects/{world.id}").status_code == 404


def test_an_invitation_is_good_once(world: World, eve: Person, dan: Person) -> None:
    path = f"/invitations/{world.invitation['token']}/accept"
    assert eve.post(path).json()["id"] == world.id
    assert code(dan.post(path)) == "not_found"
    assert eve.get(f"/projects/{world.id}").status_code == 200


def test_an_invitation_for_one_address_is_refused_to_others(
    world: World, ada: Person, eve: Person, dan: Person
) -> None:
    asked = {"role": "viewer", "email": "EVE@example.com "}
    result = ada.post(f"/projects/{world.id}/invitations", {**asked, "email": asked["email"].strip()}).json()
    assert code(dan.post(f"/invitations/{result['token']}/accept")) == "not_found"
    assert eve.post(f"/invitations/{result['token']}/accept").status_code == 200


def test_a_revoked_or_expired_invitation_is_good_no_more(cast: Cast, ada: Person, eve: Person) -> None:
    revoked, expired = build(cast), build(cast)
    ada.delete(f"/projects/{revoked.id}/invitations/{revoked.invitation['id']}")
    past = timezone.now() - dt.timedelta(days=8)
    rows = Invitation.objects.filter(pk=expired.invitation["id"])
    rows.update(created_at=past, expires_at=past + dt.timedelta(days=7))
    for world in (revoked, expired):
        assert code(eve.post(f"/invitations/{world.invitation['token']}/accept")) == "not_found"
        assert ada.get(f"/projects/{world.id}/invitations").json()["results"] == []


def test_a_list_of_invitations_has_no_tokens(world: World, ada: Person) -> None:
    [listed] = ada.get(f"/projects/{world.id}/invitations").json()["results"]
    assert (listed["token"], listed["url"]) == (None, None)
    assert world.invitation["token"] not in str(world.events())


def test_who_returns_finds_the_role_of_the_new_invitation(world: World, ada: Person, dan: Person) -> None:
    result = ada.post(f"/projects/{world.id}/invitations", {"role": "viewer"}).json()
    dan.post(f"/invitations/{result['token']}/accept")
    members = ada.get(f"/projects/{world.id}/members").json()["results"]
    assert {each["userId"]: each["role"] for each in members}[dan.id] == "viewer"


def test_stale_columns_are_refused_with_the_column_as_it_is(world: World, bob: Person) -> None:
    data = column(world, "done", version=1, name="x")
    answer = bob.patch(f"/columns/{data.pop('id')}", data)
    assert (code(answer), answer.json()["current"]["version"]) == ("version_conflict", 2)
    assert card(world, "one")["version"] == 1


def test_a_new_column_is_open_where_none_was_folded(world: World, bob: Person) -> None:
    board = bob.browse(f"/projects/{world.id}")
    template = board.text.split('<template id="column-blank">')[1].split("</template>")[0]
    assert "data-folded" not in template
    assert "data-folded" not in board.text
