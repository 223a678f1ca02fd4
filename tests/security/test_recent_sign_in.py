"""A project is deleted or given away only soon after the password was entered, by whichever door."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore

from accounts.auth.recent_sign_in import PASSWORD_ENTERED_AT
from projects.models import Membership, Project
from tests.support.people import API, CSRF, Person
from tests.support.server import Server
from tests.support.worlds import World

pytestmark = pytest.mark.sqlite


def grow_old(person: Person) -> None:
    session = SessionStore(person.session)
    session[PASSWORD_ENTERED_AT] = int(time.time()) - 3601
    session.save()


def still_there(world: World) -> bool:
    return Project.objects.filter(pk=world.id, deleted_at=None).exists()


def by_session(person: Person, path: str) -> tuple[int, str]:
    headers = {
        "cookie": person.cookies,
        "x-csrftoken": CSRF,
        "origin": person.site.url,
        "referer": person.site.url,
    }
    answer = person.site.send("DELETE", API + path, **headers)
    return answer.status_code, answer.json().get("code", "")


def test_an_old_session_does_not_delete_a_project_by_rest(world: World, ada: Person, eve: Person) -> None:
    for person in (ada, eve):
        grow_old(person)
        assert by_session(person, f"/projects/{world.id}") == (403, "password_needed")
    assert still_there(world)
    assert by_session(ada, f"/labels/{world.labels['bug']}")[0] == 200


def test_a_recent_session_and_a_token_do(world: World, ada: Person, eve: Person) -> None:
    assert by_session(eve, f"/projects/{world.id}") == (404, "not_found")
    grow_old(ada)
    assert ada.delete(f"/projects/{world.id}").status_code == 200
    assert not still_there(world)


def test_an_old_session_does_not_delete_a_project_by_socket(
    world: World, ada: Person, server: Server
) -> None:
    grow_old(ada)
    with ada.browser_socket() as socket:
        reply = socket.ask("project.delete", {"id": world.id})
        assert reply["error"]["code"] == "password_needed"
        assert socket.ask("label.delete", {"id": world.labels["bug"]})["type"] == "ack"
    assert still_there(world)


def test_after_the_password_was_entered_again_it_is_deleted(
    world: World, ada: Person, server: Server
) -> None:
    assert ada.user is not None
    ada.user.set_password("a long walk to the harbour")
    ada.user.save()
    grow_old(ada)
    with ada.browser_socket() as socket:
        assert socket.ask("project.delete", {"id": world.id})["error"]["code"] == "password_needed"
        answer = ada.browse("/confirm", {"password": "a long walk to the harbour", "next": "/projects"})
        assert answer.status_code == 302
        assert socket.is_alive()
    with ada.browser_socket() as fresh:
        assert fresh.ask("project.delete", {"id": world.id})["type"] == "ack"
    assert not still_there(world)


def test_an_old_session_makes_nobody_an_owner(world: World, ada: Person, bob: Person, server: Server) -> None:
    grow_old(ada)
    made = {"projectId": world.id, "userId": bob.id, "role": "owner"}
    with ada.browser_socket() as socket:
        assert socket.ask("member.update", made)["error"]["code"] == "password_needed"
        assert socket.ask("member.update", {**made, "role": "admin"})["type"] == "ack"
    members = f"/projects/{world.id}/members"
    page = ada.browse(members, {"action": "role", "user": bob.id, "role": "owner"})
    assert (page.status_code, page.headers["location"].partition("?")[0]) == (302, "/confirm")
    assert Membership.objects.get(user=bob.user, project_id=world.id).role == "admin"
