"""A project's name and key: set at creation, changed by admins."""

import pytest
from django.test import Client

from projects.models import Project
from tests.support.people import Person
from tests.support.worlds import World


@pytest.mark.parametrize(
    ("name", "key"),
    [("Website relaunch", "WR"), ("Сайт", "SAY"), ("", ""), ("%D0%9C%D0%BE%D0%B9+%D0%B4%D0%BE%D0%BC", "MD")],
)
def test_a_key_follows_the_name(bob: Person, name: str, key: str) -> None:
    assert bob.browse(f"/projects/new/key?name={name}").json() == {"key": key}


def form(person: Person, world: World, **fields: str) -> str:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    answer = client.post(f"/projects/{world.id}/members", {"action": "update", **fields}, follow=True)
    return answer.content.decode()


def test_an_admin_changes_name_and_key(world: World, anna: Person) -> None:
    assert "Saved." in form(anna, world, name="Harbour", key="har")
    project = Project.objects.get(pk=world.id)
    assert (project.name, project.key) == ("Harbour", "HAR")


@pytest.mark.parametrize("key", ["", "1A", "A", "ABCDEFG", "ÄÖ"])
def test_a_key_that_is_none_is_refused_beside_its_field(world: World, anna: Person, key: str) -> None:
    before = Project.objects.get(pk=world.id).key
    assert "field__error" in form(anna, world, name="Harbour", key=key)
    assert Project.objects.get(pk=world.id).key == before


def test_a_member_is_not_offered_it_and_refused(world: World, bob: Person) -> None:
    assert 'name="key"' not in bob.browse(f"/projects/{world.id}/members").text
    before = Project.objects.get(pk=world.id).name
    form(bob, world, name="Mine", key="MIN")
    assert Project.objects.get(pk=world.id).name == before
