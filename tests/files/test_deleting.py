"""Deleting a file removes its object from storage; a sweeper removes orphans older than an hour."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from files import references
from files.management.commands import sweep_files
from files.models import File
from files.storage.backends import backend, save_object
from tests.files.storages import Storage
from tests.support.people import Person
from tests.support.uploads import picture, send, with_thumbnail
from tests.support.worlds import World, fresh_id

pytestmark = pytest.mark.usefixtures("storage")

run_on_commit = pytest.fixture(lambda django_capture_on_commit_callbacks: django_capture_on_commit_callbacks)


def test_a_deleted_file_leaves_no_object_and_its_event_describes_it(
    storage: Storage, world: World, bob: Person, run_on_commit: Any
) -> None:
    result = send(bob, world.id, "a.png", picture()).json()
    with_thumbnail(result["id"])
    assert len(storage.held()) == 2
    with run_on_commit(execute=True):
        answer = bob.delete(f"/files/{result['id']}")
    assert (answer.status_code, answer.json()) == (200, result)
    assert storage.held() == set()
    event = world.events()[-1]
    assert (event["type"], event["payload"], event["changes"]) == ("file.deleted", result, {})
    assert File.objects.get(pk=result["id"]).deleted_at is not None
    for path in (f"/files/{result['id']}", f"/files/{result['id']}/thumbnail"):
        assert bob.get(path).status_code == 404
    assert bob.delete(f"/files/{result['id']}").status_code == 404
    assert result["id"] not in [
        file["id"] for file in bob.get(f"/projects/{world.id}/files").json()["results"]
    ]


def test_a_repeated_deletion_is_answered_as_before(world: World, bob: Person) -> None:
    result, key = send(bob, world.id, "a.txt", b"words").json(), fresh_id()
    assert [bob.delete(f"/files/{result['id']}", key=key).json() for _ in range(2)] == [result, result]


def test_only_who_brought_it_or_an_admin_deletes_it(world: World, bob: Person, anna: Person) -> None:
    result = send(anna, world.id, "a.txt", b"words").json()
    assert bob.delete(f"/files/{result['id']}").json()["code"] == "forbidden"
    assert anna.delete(f"/files/{result['id']}").status_code == 200


def test_an_operator_deletes_it_by_the_same_command(
    storage: Storage, world: World, bob: Person, run_on_commit: Any
) -> None:
    result = send(bob, world.id, "a.txt", b"words").json()
    browser = Client()
    browser.force_login(User.objects.create_user("olga@example.com", display_name="Olga", is_staff=True))
    with run_on_commit(execute=True):
        browser.post(reverse("admin:files_file_delete", args=[result["id"]]), {"post": "yes"})
    assert [(event["type"], event["via"]) for event in world.events()[-1:]] == [("file.deleted", "admin")]
    assert storage.held() == set()


def test_who_holds_a_file_lets_go_in_the_same_event(
    world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, asked = send(bob, world.id, "a.txt", b"words").json(), []

    def let_go(member: Any, file_ids: list[Any]) -> dict[str, Any]:
        asked.append([str(each) for each in file_ids])
        return {"shelf_ids": [["top"], []]}

    monkeypatch.setattr(references, "on_file_deleted", [*references.on_file_deleted, let_go])
    bob.delete(f"/files/{result['id']}")
    assert asked == [[result["id"]]]
    assert world.events()[-1]["changes"] == {"shelfIds": [["top"], []]}


def test_a_file_is_deleted_while_its_storage_is_away_and_swept_later(
    world: World, bob: Person, run_on_commit: Any, monkeypatch: pytest.MonkeyPatch, storage: Storage
) -> None:
    result = send(bob, world.id, "a.txt", b"words").json()
    with monkeypatch.context() as broken:
        broken.setattr(type(backend()), "delete", away)
        with run_on_commit(execute=True):
            assert bob.delete(f"/files/{result['id']}").status_code == 200
    assert len(storage.held()) == 1
    monkeypatch.setattr(sweep_files, "MIN_AGE", dt.timedelta(0))
    assert swept() == 1
    assert storage.held() == set()


def away(*args: Any) -> None:
    raise OSError("away")


# ── The sweeper ───────────────────────────────────────────────────────────────────────────────────


def swept() -> int:
    out = io.StringIO()
    call_command("sweep_files", stdout=out)
    return int(out.getvalue().split()[0])


def test_the_sweeper_takes_what_is_old_and_needed_by_no_file(
    storage: Storage, world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(bob, world.id, "a.png", picture())
    needed = storage.held()
    strays = {f"{world.id}/left-by-an-upload", f"{fresh_id()}/of-another-project", "health/left-by-a-check"}
    for key in strays:
        save_object(key, ContentFile(b"x"))
    assert swept() == 0
    assert storage.held() == needed | strays
    monkeypatch.setattr(sweep_files, "MIN_AGE", dt.timedelta(0))
    monkeypatch.setattr(sweep_files, "BATCH_SIZE", 2)
    assert swept() == 3
    assert storage.held() == needed


def test_the_sweeper_takes_what_a_deleted_file_left(
    storage: Storage, world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = send(bob, world.id, "a.png", picture()).json()
    with_thumbnail(result["id"])
    File.objects.filter(pk=result["id"]).update(deleted_at=dt.datetime.now(dt.UTC))
    monkeypatch.setattr(sweep_files, "MIN_AGE", dt.timedelta(0))
    assert swept() == 2
    assert storage.held() == set()


def test_where_there_was_never_a_file_there_is_nothing_to_sweep(storage: Storage, db: None) -> None:
    assert swept() == 0
