"""Many sockets that join at once: few queries and round trips, and a correct replay for each."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.auth.tokens import issue_tokens
from accounts.models import User
from accounts.websocket.authenticate import Credentials, identify, read_handshake
from accounts.websocket.identity import Identity
from core.ids import new_id
from projects.errors import NotFound
from projects.models import Membership, Project
from projects.realtime.replay import MemberState, ReplayRange, read_member_states, read_replays
from tests.support.payloads import card, new_card
from tests.support.people import Person
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.worlds import Cast, World, build, build_empty

pytestmark = pytest.mark.sqlite

CROWD = 40


def gap(world: World, since: int, *, language: str = "en", html: bool = False) -> ReplayRange:
    project = Project.objects.get(pk=world.id)
    return ReplayRange(project.pk, since, project.last_seq, language, html)


def replayed(*gaps: ReplayRange) -> list[list[dict[str, Any]]]:
    return [orjson.loads(events or b"null") for events in read_replays(gaps)]


# ── What is read, for how many ────────────────────────────────────────────────────────────────────


def test_a_crowd_is_recognised_in_three_queries(db: None) -> None:
    people = User.objects.bulk_create(
        User(email=f"{number}@example.com", display_name="One", password="!") for number in range(CROWD)
    )
    shown = [shown_by(issue_tokens(person)["access"]) for person in people]
    with CaptureQueriesContext(connection) as seen:
        identities = identify(shown)
    assert len(seen) <= 3
    assert [each.user_id for each in identities if isinstance(each, Identity)] == [each.pk for each in people]


def shown_by(token: str) -> Credentials:
    headers = [(b"host", b"testserver"), (b"authorization", f"Bearer {token}".encode())]
    shown = read_handshake({"type": "websocket", "path": "/ws", "headers": headers, "query_string": b""})
    assert shown is not None
    return shown


def test_memberships_of_many_in_many_projects_are_one_query(cast: Cast) -> None:
    worlds = [build_empty(cast) for _ in range(5)]
    ids = {name: cast[name].user.pk for name in ("ada", "bob", "cleo", "dan", "eve")}  # type: ignore[union-attr]
    projects = [Project.objects.get(pk=world.id) for world in worlds]
    asked = [(ids[name], project.pk) for name in ids for project in projects]
    with CaptureQueriesContext(connection) as seen:
        result = read_member_states([*asked, (ids["ada"], new_id())])
    assert len(seen) == 1
    roles = [each.role if isinstance(each, MemberState) else type(each) for each in result]
    assert roles == ["owner"] * 5 + ["member"] * 5 + ["viewer"] * 5 + [NotFound] * 11


def test_who_is_not_active_or_whose_project_is_gone_is_no_member(cast: Cast) -> None:
    one, other = build_empty(cast), build_empty(cast)
    other.do("project.delete", projectId=other.id)
    ada, bob = cast["ada"].user, cast["bob"].user
    assert ada is not None
    assert bob is not None
    User.objects.filter(pk=bob.pk).update(is_active=False)
    projects = [Project.objects.get(pk=world.id).pk for world in (one, other)]
    result = read_member_states([(person.pk, project) for person in (ada, bob) for project in projects])
    assert [type(each) for each in result] == [MemberState, NotFound, NotFound, NotFound]


def test_each_role_is_read_with_the_head_of_its_log(cast: Cast) -> None:
    worlds = [build_empty(cast), build(cast)]
    bob = cast["bob"].user
    assert bob is not None
    asked = [(bob.pk, Project.objects.get(pk=world.id).pk) for world in worlds]
    assert read_member_states(asked) == [MemberState("member", world.seq) for world in worlds]


def test_replays_of_many_are_read_as_that_of_one(world: World) -> None:
    gaps = [gap(world, since) for since in range(world.seq - 10, world.seq)]
    counts = []
    for asked in ([gap(world, world.seq - 10)], gaps):
        with CaptureQueriesContext(connection) as seen:
            result = replayed(*asked)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert result == [world.events(since) for since in range(world.seq - 10, world.seq)]


def test_a_replay_ends_at_the_head_that_was_read(world: World) -> None:
    before = gap(world, world.seq - 3)
    expected = world.events(world.seq - 3)
    world.card()
    assert replayed(before, gap(world, world.seq - 1)) == [expected, world.events()[-1:]]


# ── Redaction since ─────────────────────────────────────────────────────────────────────────────────


def test_a_deleted_message_is_a_tombstone_in_every_replay(world: World) -> None:
    world.do("chat.delete", by="bob", id=world.message)
    for events in replayed(gap(world, 0), gap(world, 0, language="ru"), gap(world, 0, html=True)):
        said = [event for event in events if event["type"] == "chat.message.created"]
        assert [(event["payload"]["text"], event["redacted"]) for event in said] == [("", True)]


def test_who_has_left_for_good_is_named_in_the_words_of_each_reader(world: World) -> None:
    membership = Membership.objects.get(project_id=world.id, user=world.cast["bob"].user)
    world.do("member.update", projectId=world.id, userId=world.cast["bob"].id, role="admin")
    User.objects.filter(pk=membership.user_id).update(deleted_at="2026-01-01T00:00:00Z", is_active=False)
    since = world.seq - 1
    result = replayed(gap(world, since), gap(world, since, language="ru"), gap(world, since))
    names = [events[0]["payload"]["displayName"] for events in result]
    assert names[0] == names[2] == "Former member" != names[1]


# ── Over the wire ─────────────────────────────────────────────────────────────────────────────────


def test_a_crowd_that_joins_at_once_receives_each_event_once(
    cast: Cast, ada: Person, bob: Person, cleo: Person, server: Server
) -> None:
    """Each socket joins with its own `since` while one person writes."""
    world = build(cast)
    people = [(ada, bob, cleo)[number % 3] for number in range(CROWD)]
    with ThreadPoolExecutor(CROWD) as pool:
        sockets = list(pool.map(lambda person: person.socket(), people))
        joins = [pool.submit(joined, socket, world, since) for since, socket in enumerate(sockets, start=0)]
        for _ in range(5):
            bob.post("/cards", new_card(world))
        result = [join.result() for join in joins]
    events = world.events()
    for since, (answer, socket) in enumerate(zip(result, sockets, strict=True)):
        with socket:
            since = min(since, 12)
            live = socket.events_until(events[-1]["seq"]) if answer["seq"] < events[-1]["seq"] else []
            assert [*answer["events"], *live] == events[since:]
            assert {"userId": people[since].id} in answer["presence"]


def joined(socket: SocketClient, world: World, since: int) -> dict[str, Any]:
    return socket.join(world.id, since=min(since, 12))


def test_presence_of_a_crowd_is_sent_a_few_times(world: World, ada: Person, server: Server) -> None:
    crowd = members(world, CROWD)
    with ada.socket() as watching, ThreadPoolExecutor(CROWD) as pool:
        watching.join(world.id)
        sockets = list(pool.map(lambda person: person.socket(), crowd))
        watching.heard.clear()
        list(pool.map(lambda socket: socket.join(world.id), sockets))
        result = present(watching, CROWD + 1)
        assert result[-1] == sorted(person.id for person in (ada, *crowd))
        assert len(result) < CROWD / 4
        list(pool.map(lambda socket: socket.ack_payload("leave_room", {"projectId": world.id}), sockets))
        assert present(watching, 1)[-1] == [ada.id]


def members(world: World, count: int) -> list[Person]:
    users = User.objects.bulk_create(
        User(email=f"{number}@example.com", display_name="One", password="!") for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(project_id=world.id, user=user, role="viewer") for user in users
    )
    people = [Person("one", user, world.cast["ada"].site) for user in users]
    assert all(person.token for person in people)
    return people


def present(watching: SocketClient, count: int) -> list[list[str]]:
    """Presence signals until one lists `count` people."""
    result: list[list[str]] = []
    while not result or len(result[-1]) != count:
        signal = watching.event("presence.changed")
        result.append([user["userId"] for user in signal["payload"]["users"]])
    return result


def test_a_card_s_html_goes_to_the_page_and_not_to_the_program_beside_it(world: World) -> None:
    world.do("card.update", id=world.cards["one"], version=card(world, "one")["version"], title="newer")
    [page], [program] = replayed(gap(world, world.seq - 1, html=True), gap(world, world.seq - 1))
    assert "newer" in page.pop("html")
    assert page == program
