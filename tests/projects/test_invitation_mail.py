"""An invitation for an address is mailed to it, and only to it."""

from typing import Any

import pytest

from tests.support.people import Person
from tests.support.worlds import World


@pytest.fixture
def invite(world: World, ada: Person, mails: list[Any], django_capture_on_commit_callbacks: Any) -> Any:
    def invite(**body: str) -> dict[str, Any]:
        with django_capture_on_commit_callbacks(execute=True):
            return ada.post(f"/projects/{world.id}/invitations", {"role": "member", **body}).json()

    return invite


def test_the_link_is_mailed_to_the_address(invite: Any, mails: list[Any], eve: Person) -> None:
    result = invite(email="someone@example.com")
    (mail,) = mails
    assert mail.to == ["someone@example.com"]
    assert result["url"] in mail.body
    assert "Ada" in mail.subject


def test_it_is_the_same_mail_for_an_address_with_an_account(
    invite: Any, mails: list[Any], eve: Person
) -> None:
    assert eve.user
    known, unknown = invite(email=eve.user.email), invite(email="someone@example.com")
    first, second = mails
    assert first.body.replace(known["url"], "") == second.body.replace(unknown["url"], "")
    assert first.subject == second.subject


def test_a_link_for_anyone_is_not_mailed(invite: Any, mails: list[Any]) -> None:
    assert invite()["url"]
    assert mails == []


def test_a_repeated_command_does_not_mail_again(
    world: World, ada: Person, mails: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    key = "0192d2f4-7d5e-7c1a-9f00-5a5a5a5a5a5a"
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            asked = {"role": "member", "email": "someone@example.com"}
            ada.post(f"/projects/{world.id}/invitations", asked, key=key)
    assert len(mails) == 1
