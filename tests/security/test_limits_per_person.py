"""One person cannot take a service from everyone: texts, projects, requests and sockets are bounded."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.utils import timezone

from accounts.models import User
from notifications.generate import catch_up
from notifications.models import Notification
from projects.mentions.find import MAX_MENTIONS, find_mentions
from projects.models import Event, Membership, Project
from projects.permissions import Role
from projects.registry import Member
from tests.support.people import Person
from tests.support.server import Server
from tests.support.transports import RestTransport, SocketTransport
from tests.support.worlds import Cast, World, build, fresh_id

pytestmark = [pytest.mark.sqlite, pytest.mark.hostile]


def refusal(response: Any) -> str:
    """Return the code of a refusal, "" of an answer; a 429 says when to come back."""
    if response.is_success:
        return ""
    if response.status_code == 429:
        assert response.headers["Retry-After"] == str(response.json()["retryAfter"])
    code: str = response.json()["code"]
    return code


# ── The pace of texts ─────────────────────────────────────────────────────────────────────────────


def edit_message(world: World, turn: int) -> tuple[str, dict[str, Any]]:
    return "chat.update", {"id": world.message, "text": f"version {turn}"}


def write_comment(world: World, turn: int) -> tuple[str, dict[str, Any]]:
    return "comment.create", {"cardId": world.cards["one"], "text": f"comment {turn}"}


def edit_comment(world: World, turn: int) -> tuple[str, dict[str, Any]]:
    return "comment.update", {"id": world.comment, "text": f"version {turn}"}


def edit_description(world: World, turn: int) -> tuple[str, dict[str, Any]]:
    data = {"id": world.cards["two"], "version": min(turn, PACE + 1), "description": f"version {turn}"}
    return "card.update", data


PACE = 10
"""LIMIT_TEXT_CHANGES of these tests."""
CHANGES = [edit_message, write_comment, edit_comment, edit_description]
Change = Callable[[World, int], tuple[str, dict[str, Any]]]


@pytest.fixture
def paced(settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "text_changes": (PACE, 60)}


@pytest.mark.parametrize("change", CHANGES)
def test_texts_are_paced_like_messages(paced: None, world: World, bob: Person, change: Change) -> None:
    transport = RestTransport()
    answers = [transport.send(bob, *change(world, turn)) for turn in range(1, PACE + 4)]
    assert [answer.code for answer in answers] == [""] * PACE + ["rate_limited"] * 3
    assert 1 <= answers[-1].body["retryAfter"] <= 60
    seq = world.seq
    other: World = build(world.cast)
    assert transport.send(bob, *change(other, 1)).code == "", "each project has a pace of its own"
    assert world.seq == seq


def test_a_socket_is_paced_like_rest(server: Server, world: World, bob: Person, settings: Any) -> None:
    pace, _ = settings.RATE_LIMITS["text_changes"]
    sockets = SocketTransport()
    answers = [sockets.send(bob, *edit_message(world, turn)) for turn in range(pace + 2)]
    sockets.close()
    assert [answer.code for answer in answers] == [""] * pace + ["rate_limited"] * 2


def test_the_form_is_paced_too(paced: None, world: World, bob: Person) -> None:
    number = Event.objects.filter(project_id=world.id, payload__title="one").latest("seq").payload["number"]
    path = f"/projects/{world.id}/cards/{number}"
    pages = [
        bob.browse(path, {"action": "comment", "comment": f"comment {turn}"}) for turn in range(PACE + 3)
    ]
    assert [page.status_code for page in pages] == [302] * PACE + [429] * 3
    assert 1 <= int(pages[-1].headers["Retry-After"]) <= 60
    assert f"comment {PACE + 2}" in pages[-1].text, "what was typed is kept"
    written = Event.objects.filter(
        project_id=world.id, type="comment.created", payload__text__startswith="comment "
    )
    assert written.count() == PACE


def test_edits_and_messages_do_not_count_together(paced: None, world: World, bob: Person) -> None:
    for turn in range(1, 6):
        assert bob.post(f"/projects/{world.id}/messages", {"text": f"{turn}"}).status_code in (201, 429)
    assert refusal(bob.post(f"/projects/{world.id}/messages", {"text": "six"})) == "rate_limited"
    for turn in range(PACE):
        assert bob.patch(f"/messages/{world.message}", {"text": f"version {turn}"}).status_code == 200
    assert refusal(bob.patch(f"/messages/{world.message}", {"text": "more"})) == "rate_limited"
    assert bob.post(f"/messages/{world.message}/reactions", {"emoji": "🎉"}).is_success


def test_reactions_are_no_edits(world: World, bob: Person) -> None:
    for _ in range(35):
        bob.post(f"/messages/{world.message}/reactions", {"emoji": "🎉"})
        bob.call("DELETE", f"/messages/{world.message}/reactions", {"emoji": "🎉"})
    assert bob.patch(f"/messages/{world.message}", {"text": "changed"}).status_code == 200


def test_an_undo_is_paced_like_the_change_that_it_makes(paced: None, world: World, bob: Person) -> None:
    seqs = []
    for turn in range(PACE):
        bob.patch(f"/messages/{world.message}", {"text": f"version {turn}"})
        seqs.append(world.seq)
    assert refusal(bob.post(f"/projects/{world.id}/undo", {"seq": seqs[-1]})) == "rate_limited"


# ── Notifications ─────────────────────────────────────────────────────────────────────────────────


def notified(world: World, who: Person) -> int:
    catch_up(UUID(world.id))
    return Notification.objects.filter(user_id=who.id, project_id=world.id).count()


def test_a_person_is_notified_of_a_message_once_whatever_is_edited(
    world: World, bob: Person, cleo: Person
) -> None:
    before = notified(world, cleo)
    for turn in range(6):
        bob.patch(f"/messages/{world.message}", {"text": "@Cleo Kyiv" if turn % 2 == 0 else "nobody"})
        if turn == 3:
            catch_up(UUID(world.id))
    assert notified(world, cleo) == before + 1


def test_a_watcher_who_is_mentioned_later_is_notified_of_a_comment_once(
    world: World, bob: Person, cleo: Person
) -> None:
    before = notified(world, cleo)
    made = bob.post(f"/cards/{world.cards['four']}/comments", {"text": "Done"}).json()
    assert notified(world, cleo) == before + 1
    for text in ("@Cleo Kyiv, done", "Done", "@Cleo Kyiv"):
        bob.patch(f"/comments/{made['id']}", {"text": text})
    assert notified(world, cleo) == before + 1


def test_giving_a_card_and_taking_it_back_notifies_once_until_that_is_read(
    world: World, bob: Person, cleo: Person
) -> None:
    before = notified(world, cleo)
    card = {"version": 1}
    for turn in range(6):
        body = {**card, "assigneeIds": [cleo.id] if turn % 2 == 0 else []}
        card = {"version": bob.patch(f"/cards/{world.cards['two']}", body).json()["version"]}
    for turn in range(4):
        body = {"assigneeId": cleo.id if turn % 2 == 0 else None}
        assert bob.patch(f"/checklist-items/{world.items['second']}", body).is_success
    assert notified(world, cleo) == before + 2
    Notification.objects.filter(user_id=cleo.id).update(read_at=timezone.now())
    bob.patch(f"/cards/{world.cards['two']}", {**card, "assigneeIds": [cleo.id]})
    assert notified(world, cleo) == before + 3


def test_a_text_mentions_a_bounded_number_of_people(world: World, cast: Cast) -> None:
    people = [User(email=f"p{n}@example.com", display_name=f"Person {n:03}", password="!") for n in range(80)]
    User.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(project_id=world.id, user=person, role="member") for person in people
    )
    text = " ".join(f"@{person.display_name}" for person in people)
    ada = cast["ada"].user
    assert ada is not None
    member = Member(ada, Project.objects.get(pk=world.id), Role.OWNER, timezone.now())
    assert len(find_mentions(text, member)) == MAX_MENTIONS


# ── Projects ──────────────────────────────────────────────────────────────────────────────────────


def test_nobody_owns_projects_without_end(eve: Person, settings: Any) -> None:
    settings.PROJECTS_PER_PERSON = 3
    made = [eve.post("/projects", {"name": f"Site {n}"}) for n in range(5)]
    assert [refusal(response) for response in made] == [""] * 3 + ["limit_reached"] * 2
    assert made[-1].status_code == 409
    assert "You own 3 projects" in made[-1].json()["detail"]
    page = eve.browse("/projects/new", {"name": "By a form"})
    assert "You own 3 projects" in page.text
    assert Project.objects.filter(created_by=eve.user).count() == 3
    eve.delete(f"/projects/{made[0].json()['id']}")
    assert refusal(eve.post("/projects", {"name": "Site"})) == ""


def test_nobody_creates_and_deletes_projects_without_end(eve: Person, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "projects_person": (3, 3600)}
    for n in range(3):
        project = eve.post("/projects", {"name": f"Site {n}"}).json()
        eve.delete(f"/projects/{project['id']}")
    assert refusal(eve.post("/projects", {"name": "Site"})) == "rate_limited"
    page = eve.browse("/projects/new", {"name": "By a form"})
    assert (page.status_code, int(page.headers["Retry-After"]) > 3500) == (429, True)


def test_a_repeated_project_is_not_refused(eve: Person, settings: Any) -> None:
    settings.PROJECTS_PER_PERSON = 1
    key = fresh_id()
    made = [eve.post("/projects", {"name": "Site"}, key=key) for _ in range(3)]
    assert [response.status_code for response in made] == [201] * 3


# ── Requests ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def narrow(settings: Any) -> None:
    settings.REQUESTS_PER_SECOND, settings.REQUEST_BURST = 1, 5


def test_requests_of_one_person_are_bounded_over_the_api(narrow: None, bob: Person, anna: Person) -> None:
    answers = [bob.get("/me") for _ in range(8)]
    assert [refusal(response) for response in answers[:5]] == [""] * 5
    assert refusal(answers[-1]) == "rate_limited"
    assert answers[-1].json()["detail"] == "Too many requests. Please wait a moment."
    assert anna.get("/me").status_code == 200


def test_requests_of_one_person_are_bounded_on_pages(
    narrow: None, bob: Person, anna: Person, world: World
) -> None:
    pages = [bob.browse("/projects") for _ in range(8)]
    assert [page.status_code for page in pages[:5]] == [200] * 5
    assert pages[-1].status_code == 429
    assert int(pages[-1].headers["Retry-After"]) >= 1
    assert "Too many requests" in pages[-1].text
    assert bob.browse(f"/projects/{world.id}/members", {"action": "leave"}).status_code == 429
    assert refusal(bob.get("/me")) == "rate_limited", "pages and API count together"
    assert anna.browse("/projects").status_code == 200


def test_the_usual_bursts_are_far_below_the_limit(bob: Person) -> None:
    assert {bob.get("/me").status_code for _ in range(250)} == {200}


# ── Sockets ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_server(committed: None, http: httpx.Client, redis_url: str, tmp_path: Path) -> Iterator[Server]:
    few = {"LIMIT_SOCKETS_PERSON": "3", "LIMIT_SOCKETS_ANONYMOUS": "2"}
    with Server(tmp_path / "small", client=http, redis_url=redis_url, **few) as small_server:
        yield small_server
        assert not small_server.broken()


def test_one_more_socket_is_closed_and_the_old_ones_stay(
    cast: Cast, small_server: Server, nobody: Person
) -> None:
    bob, anna, visitor = (person.at(small_server) for person in (cast["bob"], cast["anna"], nobody))
    open_sockets = [bob.socket() for _ in range(3)]
    assert all(socket.is_alive() for socket in open_sockets)
    with bob.socket() as refused:
        assert refused.close_code() == 4409
        [told] = refused.heard
        assert told["error"]["code"] == "rate_limited"
        assert told["error"]["retryAfter"] == 30
    with visitor.socket() as late:
        error = late.ask("auth", {"token": bob.token})["error"]
        assert (error["code"], late.close_code()) == ("rate_limited", 4409)
    with bob.browser_socket() as page:
        assert page.close_code() == 4409
    assert all(socket.is_alive() for socket in open_sockets)
    with anna.socket() as other:
        assert other.is_alive()
    assert open_sockets[0].ack_payload("auth", {"token": bob.token})["userId"] == bob.id, "a renewal"
    with open_sockets.pop():
        pass
    with bob.socket() as again:
        assert again.is_alive()
    for socket in open_sockets:
        with socket:
            pass


def test_sockets_without_a_token_are_bounded_by_address(
    cast: Cast, small_server: Server, nobody: Person
) -> None:
    bob, visitor = cast["bob"].at(small_server), nobody.at(small_server)
    with visitor.socket() as first, visitor.socket(), visitor.socket() as third:
        assert third.close_code() == 4409
        assert first.ack_payload("auth", {"token": bob.token})["userId"] == bob.id
        with visitor.socket() as fourth:
            assert fourth.ack_payload("auth", {"token": bob.token})["userId"] == bob.id
