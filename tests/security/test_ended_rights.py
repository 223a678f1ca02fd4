"""A right ends everything that was made by it: an old link does not outlive the rank of who made it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.deletion import delete_account
from accounts.models import User
from notifications.generate import catch_up
from notifications.models import Kind, Notification
from projects.models import Event, Invitation, Membership, Project
from projects.rights import derived_rights
from tests.support.people import Person
from tests.support.server import Server
from tests.support.worlds import Cast, World, build

pytestmark = pytest.mark.sqlite

Ending = Callable[[World, Person, str], None]


def invited_by(maker: Person, world: World, role: str = "admin", **more: str) -> dict[str, Any]:
    response = maker.post(f"/projects/{world.id}/invitations", {"role": role, **more})
    assert response.status_code == 201
    return response.json()


def accept(person: Person, invitation: Mapping[str, Any]) -> Any:
    return person.post(f"/invitations/{invitation['token']}/accept")


def remove(world: World, maker: Person, by: str) -> None:
    assert world.cast[by].delete(f"/projects/{world.id}/members/{maker.id}").status_code == 200


def leave(world: World, maker: Person, by: str) -> None:
    assert maker.delete(f"/projects/{world.id}/members/{maker.id}").status_code == 200


def set_role(world: World, maker: Person, by: str, role: str = "member") -> None:
    path = f"/projects/{world.id}/members/{maker.id}"
    assert world.cast[by].patch(path, {"role": role}).status_code == 200


def demote_by_form(world: World, maker: Person, by: str) -> None:
    form = {"action": "role", "user": maker.id, "role": "member"}
    world.cast[by].browse(f"/projects/{world.id}/members", form)
    assert Membership.objects.get(project_id=world.id, user_id=maker.id).role == "member"


def delete_own_account(world: World, maker: Person, by: str) -> None:
    assert maker.user is not None
    delete_account(maker.user, address=None)


def operator() -> Client:
    client = Client()
    client.force_login(
        User.objects.create_superuser("olga@example.com", "a password of hers", display_name="Olga")
    )
    return client


def deactivate(world: World, maker: Person, by: str) -> None:
    choice = {"action": "deactivate", "_selected_action": [maker.id]}
    operator().post(reverse("admin:accounts_user_changelist"), choice)


def deactivate_in_form(world: World, maker: Person, by: str) -> None:
    assert maker.user is not None
    url = reverse("admin:accounts_user_change", args=[maker.id])
    fields = {"email": maker.user.email, "display_name": maker.user.display_name, "theme": "system"}
    assert operator().post(url, fields).status_code == 302


def demote_in_admin(world: World, maker: Person, by: str) -> None:
    row = Membership.objects.get(project_id=world.id, user_id=maker.id)
    operator().post(reverse("admin:projects_membership_change", args=[row.pk]), {"role": "viewer"})


def delete_in_admin(world: World, maker: Person, by: str) -> None:
    row = Membership.objects.get(project_id=world.id, user_id=maker.id)
    operator().post(reverse("admin:projects_membership_delete", args=[row.pk]), {"post": "yes"})


ENDINGS: list[Ending] = [
    *(remove, leave, set_role, demote_by_form, delete_own_account),
    *(deactivate, deactivate_in_form, demote_in_admin, delete_in_admin),
]


@pytest.mark.parametrize("end", ENDINGS)
def test_who_may_no_longer_invite_has_no_link_that_works(
    world: World, anna: Person, eve: Person, ada: Person, end: Ending
) -> None:
    invitation = invited_by(anna, world)
    end(world, anna, "ada")
    row = Invitation.objects.get(pk=invitation["id"])
    assert row.revoked_at is not None, "revoked by the same command"
    response = accept(eve, invitation)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert "Ask an owner or an admin" in response.json()["detail"]
    assert not Membership.objects.filter(project_id=world.id, user_id=eve.id).exists()
    listed = ada.get(f"/projects/{world.id}/invitations").json()["results"]
    assert invitation["id"] not in [each["id"] for each in listed]
    page = eve.browse(f"/invitations/{invitation['token']}")
    assert page.status_code == 404
    assert "Ask an owner or an admin" in page.text


@pytest.mark.parametrize("end", ENDINGS)
def test_the_log_says_what_ended_with_the_right(world: World, anna: Person, end: Ending) -> None:
    first, second = invited_by(anna, world), invited_by(anna, world, "viewer", email="zoe@example.com")
    end(world, anna, "ada")
    event = Event.objects.filter(project_id=world.id).latest("seq")
    assert event.type in ("member.updated", "member.removed")
    old, new = event.changes["invitations"]
    assert ([each["id"] for each in old], new) == ([first["id"], second["id"]], [])
    assert "zoe" not in str(event.changes)
    assert first["token"] not in str(event.changes)


def test_a_demoted_owner_keeps_the_links_that_an_admin_may_make(
    world: World, cast: Cast, ada: Person, bob: Person, eve: Person, dan: Person
) -> None:
    set_role(world, bob, "ada", "owner")
    owners, members = invited_by(bob, world, "owner"), invited_by(bob, world, "member")
    set_role(world, bob, "ada", "admin")
    assert accept(eve, owners).status_code == 404
    assert accept(dan, members).status_code == 200


def test_handing_a_project_over_ends_the_links_of_its_former_owner(
    world: World, ada: Person, anna: Person, eve: Person, dan: Person
) -> None:
    owners, members = invited_by(ada, world, "owner"), invited_by(ada, world, "viewer")
    anna_row = Membership.objects.get(project_id=world.id, user_id=anna.id)
    url = reverse("admin:projects_project_hand_over", args=[world.id])
    assert operator().post(url, {"member": anna_row.pk}).status_code == 302
    assert accept(eve, owners).status_code == 404
    assert accept(dan, members).status_code == 200


def test_a_deleted_project_has_no_pending_invitations(world: World, ada: Person, anna: Person) -> None:
    invited_by(anna, world)
    assert ada.delete(f"/projects/{world.id}").status_code == 200
    assert not Invitation.objects.open().filter(project_id=world.id).exists()
    event = Event.objects.filter(project_id=world.id).latest("seq")
    assert len(event.changes["invitations"][0]) == 2


def test_the_links_of_others_stay(world: World, anna: Person, eve: Person) -> None:
    remove(world, anna, "ada")
    assert accept(eve, world.invitation).status_code == 200


def test_a_promotion_ends_nothing(world: World, anna: Person, eve: Person) -> None:
    invitation = invited_by(anna, world)
    set_role(world, anna, "ada", "owner")
    assert accept(eve, invitation).status_code == 200


def test_who_comes_back_finds_the_old_links_ended(world: World, anna: Person, eve: Person) -> None:
    invitation = invited_by(anna, world)
    set_role(world, anna, "ada", "viewer")
    set_role(world, anna, "ada", "admin")
    assert accept(eve, invitation).status_code == 404


def test_an_undone_promotion_ends_the_links_made_since(
    world: World, ada: Person, bob: Person, eve: Person
) -> None:
    set_role(world, bob, "ada", "admin")
    seq = world.seq
    invitation = invited_by(bob, world)
    assert ada.post(f"/projects/{world.id}/undo", {"seq": seq}).status_code == 200
    assert accept(eve, invitation).status_code == 404


# ── The second guard: rows of releases that did not revoke ────────────────────────────────────────


def forget_maker(maker: Person, world: World) -> None:
    Membership.objects.filter(project_id=world.id, user_id=maker.id).delete()


def lower_maker(maker: Person, world: World) -> None:
    Membership.objects.filter(project_id=world.id, user_id=maker.id).update(role="member")


def switch_maker_off(maker: Person, world: World) -> None:
    User.objects.filter(pk=maker.id).update(is_active=False)


def erase_maker(maker: Person, world: World) -> None:
    User.objects.filter(pk=maker.id).update(is_active=False, deleted_at=timezone.now())


@pytest.mark.parametrize("past", [forget_maker, lower_maker, switch_maker_off, erase_maker])
def test_accepting_looks_at_the_makers_standing_now(
    world: World, anna: Person, ada: Person, eve: Person, past: Callable[[Person, World], None]
) -> None:
    invitation = invited_by(anna, world)
    past(anna, world)
    assert Invitation.objects.get(pk=invitation["id"]).revoked_at is None
    assert accept(eve, invitation).json()["code"] == "not_found"
    assert eve.browse(f"/invitations/{invitation['token']}", {}).status_code == 404
    listed = ada.get(f"/projects/{world.id}/invitations").json()["results"]
    assert [each["id"] for each in listed] == [world.invitation["id"]]
    assert str(eve.id) not in ada.browse(f"/projects/{world.id}/members").text


def test_the_socket_refuses_it_as_rest_does(
    cast: Cast, anna: Person, eve: Person, ada: Person, server: Server
) -> None:
    world = build(cast)
    invitation = invited_by(anna, world)
    with ada.socket() as adas, eve.socket() as eves:
        adas.join(world.id)
        adas.ack_payload("member.update", {"projectId": world.id, "userId": anna.id, "role": "member"})
        told = adas.event("member.updated")
        assert [each["id"] for each in told["changes"]["invitations"][0]] == [invitation["id"]]
        error = eves.ask("invitation.accept", {"token": invitation["token"]})["error"]
        assert error == accept(eve, invitation).json()


# ── What is told, and what waits ──────────────────────────────────────────────────────────────────


def test_the_activity_says_it_in_both_languages(world: World, cast: Cast, anna: Person, ada: Person) -> None:
    invited_by(anna, world)
    deactivate(world, anna, "ada")
    text = ada.browse(f"/projects/{world.id}/activity").text
    assert '<b dir="auto">Olga</b> revoked the invitations of <b dir="auto">Anna Achmatova</b>' in text
    assert "Pending invitations" in text
    User.objects.filter(pk=ada.id).update(locale="ru")
    russian = ada.browse(f"/projects/{world.id}/activity").text
    assert '<b dir="auto">Olga</b> отзывает приглашения участника <b dir="auto">Anna Achmatova</b>' in russian


def test_the_invited_person_no_longer_sees_the_invitation(world: World, anna: Person, eve: Person) -> None:
    assert eve.user is not None
    invited_by(anna, world, email=eve.user.email)
    catch_up(UUID(world.id))
    assert Notification.objects.filter(user=eve.user, kind=Kind.INVITED).exists()
    set_role(world, anna, "ada", "member")
    catch_up(UUID(world.id))
    assert not Notification.objects.filter(user=eve.user, kind=Kind.INVITED).exists()


def test_a_mail_that_still_waits_is_not_sent(
    world: World, anna: Person, mails: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        invited_by(anna, world, email="zoe@example.com")
    remove(world, anna, "ada")
    for callback in waiting:
        callback()
    assert mails == []


def test_a_deactivation_leaves_no_event_where_nothing_ended(world: World, anna: Person) -> None:
    before = world.seq
    deactivate(world, anna, "ada")
    assert world.seq == before
    assert len(derived_rights) >= 1


def test_revoking_again_finds_nothing(world: World, anna: Person) -> None:
    invited_by(anna, world)
    set_role(world, anna, "ada", "member")
    set_role(world, anna, "ada", "viewer")
    event = Event.objects.filter(project_id=world.id).latest("seq")
    assert "invitations" not in event.changes
    assert Project.objects.get(pk=world.id).last_seq == event.seq
