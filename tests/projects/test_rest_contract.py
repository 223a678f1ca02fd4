"""The REST contract: keys, times, status codes, headers, pagination, and the error format."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.payloads import new_card
from tests.support.people import API, Person
from tests.support.worlds import World, fresh_id

CARD = {
    *(
        "id",
        "number",
        "key",
        "projectId",
        "columnId",
        "title",
        "description",
        "position",
        "version",
        "labelIds",
    ),
    *(
        "assigneeIds",
        "startAt",
        "dueAt",
        "doneAt",
        "archivedAt",
        "createdBy",
        "createdAt",
        "updatedAt",
        "commentCount",
        "checklistTotal",
        "checklistDone",
        "fileIds",
        "fileCount",
        "coverFileId",
    ),
}
COLUMN = {"id", "projectId", "name", "color", "position", "wipLimit", "version"}
LABEL = {"id", "projectId", "name", "color"}
MEMBER = {"userId", "displayName", "role", "joinedAt"}
INVITATION = {"id", "token", "url", "role", "email", "expiresAt"}
EVENT = {"type", "projectId", "seq", "eventId", "actorId", "at", "payload", "changes"}
MESSAGE = {
    *("id", "projectId", "authorId", "text", "files", "replyToId", "mentionIds", "reactions", "createdAt"),
    *("editedAt", "deletedAt"),
}
COMMENT = {
    *("id", "projectId", "cardId", "authorId", "text", "mentionIds", "createdAt", "editedAt", "deletedAt"),
}
CHECKLIST = {"id", "projectId", "cardId", "name", "position", "items"}
ITEM = {"id", "projectId", "cardId", "checklistId", "text", "position", "done", "assigneeId", "dueAt"}
LISTS = ("events", "audit", "members", "invitations", "cards", "labels", "messages")

CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def everything_readable(world: World, who: Person) -> Iterator[Any]:
    for name in ("", "/board", *(f"/{name}" for name in LISTS)):
        yield who.get(f"/projects/{world.id}{name}").json()
    yield who.get(f"/cards/{world.cards['one']}").json()
    for part in ("comments", "checklists"):
        yield who.get(f"/cards/{world.cards['four']}/{part}").json()
    for path in ("/projects", "/me", "/health"):
        yield who.get(path).json()


def pairs(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from pairs(item)


# ── Representations ───────────────────────────────────────────────────────────────────────────────


def test_every_key_is_in_camel_case_and_every_time_in_utc_with_milliseconds(
    world: World, ada: Person
) -> None:
    for answer in everything_readable(world, ada):
        for key, value in pairs(answer):
            assert CAMEL.fullmatch(key), key
            if key.endswith("At") and isinstance(value, str):
                assert INSTANT.fullmatch(value), (key, value)


def test_everything_has_the_keys_of_the_contract(world: World, ada: Person) -> None:
    def keys(path: str) -> set[str]:
        return set(ada.get(f"/projects/{world.id}/{path}").json()["results"][0])

    assert keys("members") == MEMBER
    assert keys("invitations") == INVITATION
    assert keys("events") == EVENT
    assert keys("labels") == LABEL
    assert keys("messages") == MESSAGE
    [said] = ada.get(f"/cards/{world.cards['four']}/comments").json()["results"]
    assert set(said) == COMMENT
    checklists = ada.get(f"/cards/{world.cards['four']}/checklists").json()["results"]
    assert set(checklists[0]) == CHECKLIST
    assert set(checklists[0]["items"][0]) == ITEM
    assert keys("cards") == CARD
    assert set(ada.get(f"/cards/{world.cards['one']}").json()) == {*CARD, "watching"}
    assert set(ada.post(f"/projects/{world.id}/invitations", {"role": "viewer"}).json()) == INVITATION


def test_the_board_comes_at_once_without_descriptions_and_in_order(world: World, ada: Person) -> None:
    board = ada.get(f"/projects/{world.id}/board").json()
    assert set(board) == {"project", "board", "columns", "cards", "labels", "members", "seq", "watching"}
    assert set(board["cards"][0]) == CARD - {"description"}
    assert set(board["columns"][0]) == COLUMN
    assert [column["name"] for column in board["columns"]] == ["Todo", "In Progress", "Done", "Spare"]
    assert [each["title"] for each in board["cards"]] == ["one", "two", "three", "four", "filed", "full"]
    assert board["seq"] == world.seq


def test_the_log_names_no_addresses_and_the_audit_does(world: World, anna: Person, bob: Person) -> None:
    bob.post("/cards", new_card(world))
    log = bob.get(f"/projects/{world.id}/events?limit=200").text
    assert "@" not in log
    assert "127.0.0.1" not in log
    newest = anna.get(f"/projects/{world.id}/audit").json()["results"][0]
    assert set(newest) == {*EVENT, "actorEmail", "address"}
    assert newest["actorEmail"] == "bob@example.com"


# ── The board's ETag ──────────────────────────────────────────────────────────────────────────────


def test_a_board_that_did_not_change_is_not_sent_again(world: World, ada: Person, bob: Person) -> None:
    path = f"/projects/{world.id}/board"
    first = ada.get(path)
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = ada.get(path, **{"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), known
    bob.post("/cards", new_card(world))
    changed = ada.get(path, **{"if-none-match": tag})
    assert (changed.status_code, changed.headers["etag"] != tag) == (200, True)


def test_a_known_etag_gives_no_access(world: World, ada: Person, eve: Person) -> None:
    tag = ada.get(f"/projects/{world.id}/board").headers["etag"]
    assert eve.get(f"/projects/{world.id}/board", **{"if-none-match": tag}).status_code == 404


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_each_item_on_one_page(name: str, world: World, ada: Person) -> None:
    for number in range(3):
        world.do("label.create", projectId=world.id, name=str(number), color="red")
        world.do("chat.message", projectId=world.id, text=str(number))
        world.do("invitation.create", projectId=world.id, role="viewer")
    path = f"/projects/{world.id}/{name}"
    whole = ada.get(f"{path}?limit=200").json()
    assert (set(whole), whole["next"]) == ({"results", "next", "previous"}, None)
    assert len(whole["results"]) >= 4
    assert list(paged(ada, f"{path}?limit=2")) == whole["results"]


def paged(who: Person, path: str) -> Iterator[Any]:
    """Results of all pages from `path` on, following `next`."""
    seen = 0
    while path:
        page = who.get(path).json()
        assert len(page["results"]) <= 2
        yield from page["results"]
        seen += 1
        assert seen < 50
        path = (page["next"] or "").removeprefix(who.site.url + API)


def test_a_page_back_leads_where_one_was(world: World, ada: Person) -> None:
    first = ada.get(f"/projects/{world.id}/cards?limit=2").json()
    second = ada.get(first["next"].removeprefix(ada.site.url + API)).json()
    back = ada.get(second["previous"].removeprefix(ada.site.url + API)).json()
    assert back["results"] == first["results"]
    assert first["previous"] is None


def test_events_after_since_are_listed_oldest_first(world: World, bob: Person) -> None:
    result = bob.get(f"/projects/{world.id}/events?since=2&limit=3").json()
    assert [event["seq"] for event in result["results"]] == [3, 4, 5]
    assert result["next"].endswith("since=5&limit=3")
    assert bob.get(f"/projects/{world.id}/events?since={world.seq + 100}").json()["results"] == []


def test_cards_are_listed_by_their_state(world: World, cleo: Person) -> None:
    def titles(query: str) -> list[str]:
        return [each["title"] for each in cleo.get(f"/projects/{world.id}/cards{query}").json()["results"]]

    assert titles("?state=archived") == ["archived"]
    assert titles("?state=deleted") == ["deleted"]
    assert titles("?state=active") == titles("") == ["one", "two", "three", "four", "full", "filed"]


# ── Refusals ──────────────────────────────────────────────────────────────────────────────────────


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert body["detail"], body
    return answer.status_code, body["code"]


def test_an_anonymous_request_is_told_how_to_sign_in(world: World, nobody: Person) -> None:
    answer = nobody.get(f"/projects/{world.id}")
    assert refusal(answer) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_path_that_is_none_is_not_found_in_json(ada: Person) -> None:
    for path in ("/nothing", "/projects/", "/cards/", "/me/", "/health/", "/../v2/projects"):
        assert refusal(ada.get(path)) == (404, "not_found"), path


def test_a_method_that_is_none_is_refused_with_those_that_are(world: World, ada: Person) -> None:
    answer = ada.call("PUT", f"/cards/{world.cards['one']}", {})
    assert refusal(answer) == (405, "method_not_allowed")
    assert {"GET", "PATCH", "DELETE"} <= set(answer.headers["allow"].split(", "))


def test_a_rate_limit_says_when_to_retry(world: World, bob: Person) -> None:
    path = f"/projects/{world.id}/messages"
    answers = [bob.post(path, {"text": str(number)}) for number in range(6)]
    assert refusal(answers[-1]) == (429, "rate_limited")
    assert answers[-1].headers["retry-after"] == str(answers[-1].json()["retryAfter"])
    assert 1 <= answers[-1].json()["retryAfter"] <= 10


def test_a_version_conflict_returns_the_current_card(world: World, bob: Person) -> None:
    path = f"/cards/{world.cards['one']}"
    now = bob.patch(path, {"version": 1, "title": "first"}).json()
    answer = bob.patch(path, {"version": 1, "title": "second"})
    assert refusal(answer) == (409, "version_conflict")
    assert answer.json()["current"] == now


def test_each_wrong_field_is_named(world: World, bob: Person) -> None:
    answer = bob.post("/cards", {"columnId": 7, "title": "", "dueAt": "soon", "extra": 1})
    assert refusal(answer) == (400, "invalid")
    assert set(answer.json()["fields"]) == {"extra"}
    answer = bob.post("/cards", {"columnId": 7, "title": "", "dueAt": "soon"})
    assert set(answer.json()["fields"]) == {"columnId", "title", "dueAt"}
    assert all(isinstance(text, str) for texts in answer.json()["fields"].values() for text in texts)


def test_a_refusal_is_in_the_language_that_was_asked_for(world: World, bob: Person) -> None:
    english = bob.get(f"/cards/{fresh_id()}", **{"accept-language": "en"}).json()
    russian = bob.get(f"/cards/{fresh_id()}", **{"accept-language": "ru"}).json()
    assert english["code"] == russian["code"] == "not_found"
    assert english["detail"] != russian["detail"]


# ── Cookies and tokens ────────────────────────────────────────────────────────────────────────────


def test_a_write_by_the_session_needs_the_csrf_token(world: World, bob: Person) -> None:
    body = new_card(world)
    bare = bob.site.send("POST", f"{API}/cards", body, cookie=bob.cookies)
    assert refusal(bare) == (403, "csrf_failed")
    wrong = bob.site.send("POST", f"{API}/cards", body, cookie=bob.cookies, **{"x-csrftoken": "x" * 32})
    assert refusal(wrong) == (403, "csrf_failed")
    right = bob.site.send("POST", f"{API}/cards", body, cookie=bob.cookies, **{"x-csrftoken": "c" * 32})
    assert right.status_code == 201
    assert bob.site.send("GET", f"{API}/me", cookie=bob.cookies).json()["id"] == bob.id


def test_a_bad_token_does_not_fall_back_to_the_cookie(bob: Person) -> None:
    answer = bob.site.send("GET", f"{API}/me", cookie=bob.cookies, authorization="Bearer x")
    assert refusal(answer) == (401, "unauthenticated")


def test_the_api_sets_no_cookie(world: World, bob: Person, nobody: Person) -> None:
    answers = [
        bob.get("/me"),
        bob.post("/cards", new_card(world)),
        nobody.post("/auth/login", {"email": "bob@example.com", "password": "not his at all"}),
        nobody.post("/auth/refresh", {"refresh": "x"}),
    ]
    assert not [answer for answer in answers if "set-cookie" in answer.headers]


def test_a_key_is_ignored_where_nothing_of_a_project_is_written(bob: Person) -> None:
    for _ in range(2):
        assert bob.call("PATCH", "/me", {"theme": "dark"}, key="not even a UUID").status_code == 200


def test_answers_are_kept_by_no_cache_and_shown_as_what_they_are(world: World, bob: Person) -> None:
    for answer in (bob.get("/me"), bob.get("/nothing"), bob.get(f"/projects/{world.id}/board")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_health_names_its_parts_and_no_secret(nobody: Person) -> None:
    answer = nobody.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["checks"] == {"database": "ok", "storage": "ok", "channelLayer": "ok"}


def test_a_deleted_project_is_gone_for_everyone(world: World, ada: Person) -> None:
    ada.delete(f"/projects/{world.id}")
    for name in ("", "/board", *(f"/{name}" for name in LISTS)):
        assert refusal(ada.get(f"/projects/{world.id}{name}")) == (404, "not_found")
    assert refusal(ada.post(f"/cards/{world.cards['one']}/archive", {"version": 1})) == (404, "not_found")
    assert refusal(ada.post(f"/invitations/{world.invitation['token']}/accept")) == (404, "not_found")
    assert ada.get("/projects").json()["results"] == []
