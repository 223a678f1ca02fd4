"""Files in messages: sent with a message, shown in it, deleted with it."""

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chat.models import Message
from core.wire import JsonObject
from files.models import File
from files.storage.backends import backend, save_object
from projects.realtime.fragments import with_html
from tests.support.people import Person
from tests.support.server import Server
from tests.support.worlds import Cast, World, build, fresh_id, new_file


def said(world: World, text: str, *names: str, by: str = "bob", **more: Any) -> JsonObject:
    return world.do(
        "chat.message",
        by=by,
        projectId=world.id,
        text=text,
        fileIds=[world.files[name] for name in names],
        **more,
    )


def message_of(world: World, message_id: str, who: Person) -> dict[str, Any]:
    rows = who.get(f"/projects/{world.id}/messages").json()["results"]
    return next(row for row in rows if row["id"] == message_id)


def names(message: dict[str, Any]) -> list[str]:
    return [file["name"] for file in message["files"]]


def is_kept(world: World, name: str) -> bool:
    return File.objects.undeleted().filter(pk=world.files[name]).exists()


def messages_page(world: World) -> str:
    return f"/projects/{world.id}/messages"


# ── Said with files ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_message_carries_files_in_the_order_given(world: World, bob: Person) -> None:
    body = {"text": "look", "fileIds": [world.files[name] for name in ("loose", "photo")]}
    answer = bob.post(f"/projects/{world.id}/messages", body)
    assert (answer.status_code, names(answer.json())) == (201, ["loose.txt", "photo.png"])
    photo = answer.json()["files"][1]
    assert photo == next(
        file for file in bob.get(f"/projects/{world.id}/files").json()["results"] if file["id"] == photo["id"]
    )
    assert world.events()[-1]["payload"] == answer.json() == message_of(world, answer.json()["id"], bob)


def test_a_file_needs_no_words(world: World, bob: Person) -> None:
    answer = bob.post(f"/projects/{world.id}/messages", {"text": " \n", "fileIds": [world.files["loose"]]})
    assert (answer.status_code, answer.json()["text"], names(answer.json())) == (201, "", ["loose.txt"])


@pytest.mark.parametrize("more", [{}, {"fileIds": []}])
def test_neither_words_nor_files_is_no_message(world: World, bob: Person, more: dict[str, Any]) -> None:
    answer = bob.post(f"/projects/{world.id}/messages", {"text": "", **more})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["text"])


def test_a_message_carries_ten_files_and_no_more(world: World, bob: Person) -> None:
    ids = [new_file(world, f"file {number}") for number in range(11)]
    answer = bob.post(f"/projects/{world.id}/messages", {"text": "", "fileIds": ids})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["fileIds"])
    answer = bob.post(f"/projects/{world.id}/messages", {"text": "", "fileIds": ids[:10]})
    assert len(answer.json()["files"]) == 10


@pytest.mark.sqlite
def test_a_file_of_elsewhere_or_a_deleted_one_is_refused(world: World, cast: Cast, bob: Person) -> None:
    world.do("file.delete", by="bob", id=world.files["loose"])
    for file_id in (build(cast).files["loose"], world.files["loose"], fresh_id()):
        answer = bob.post(f"/projects/{world.id}/messages", {"text": "x", "fileIds": [file_id]})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["fileIds"])
    assert Message.objects.filter(project_id=world.id).count() == 1


def test_words_may_go_only_where_files_stay(world: World, bob: Person) -> None:
    answer = bob.patch(f"/messages/{world.message}", {"text": ""})
    assert (answer.status_code, names(answer.json())) == (200, ["photo.png", "notes.txt"])
    plain = said(world, "plain")["id"]
    answer = bob.patch(f"/messages/{plain}", {"text": ""})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["text"])


@pytest.mark.sqlite
def test_the_database_holds_no_message_of_nothing(world: World) -> None:
    rows = Message.objects.filter(pk=said(world, "plain")["id"])
    for values in ({"text": ""}, {"text": "", "has_files": True, "deleted_at": "2030-01-01T00:00:00Z"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


# ── Deleted messages ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_message_takes_along_what_nothing_else_holds(world: World, bob: Person) -> None:
    answer = bob.delete(f"/messages/{world.message}")
    assert answer.json()["files"] == []
    assert (is_kept(world, "notes"), is_kept(world, "photo")) == (False, True)
    assert world.events()[-1]["changes"]["fileIds"] == [[world.files["notes"]], []]


@pytest.mark.sqlite
def test_what_another_message_holds_stays(world: World, bob: Person) -> None:
    other = said(world, "", "notes")["id"]
    bob.delete(f"/messages/{world.message}")
    assert is_kept(world, "notes")
    assert "fileIds" not in world.events()[-1]["changes"]
    bob.delete(f"/messages/{other}")
    assert not is_kept(world, "notes")


def test_what_someone_else_brought_stays(world: World, bob: Person) -> None:
    world.files["adas"] = new_file(world, "adas", by="ada")
    bob.delete(f"/messages/{said(world, 'look', 'adas')['id']}")
    assert is_kept(world, "adas")


def test_an_admin_who_takes_a_message_away_takes_its_files(world: World) -> None:
    assert world.cast["anna"].delete(f"/messages/{world.message}").status_code == 200
    assert not is_kept(world, "notes")


def test_the_bytes_go_with_the_commit_and_not_before(
    world: World, bob: Person, django_capture_on_commit_callbacks: Any
) -> None:
    notes = File.objects.get(pk=world.files["notes"])
    save_object(notes.key, ContentFile(b"bytes"))
    with django_capture_on_commit_callbacks(execute=True):
        bob.delete(f"/messages/{world.message}")
        assert backend().exists(notes.key)
    assert not backend().exists(notes.key)


def test_a_deleted_messages_files_appear_nowhere(world: World, bob: Person, cleo: Person) -> None:
    key = fresh_id()
    body = {"text": "secret", "fileIds": [world.files["loose"]]}
    path = f"/projects/{world.id}/messages"
    since, result = world.seq, bob.post(path, body, key=key).json()
    bob.delete(f"/messages/{result['id']}")
    again = bob.post(path, body, key=key)
    assert (again.status_code, again.json()["text"], again.json()["files"]) == (201, "", [])
    assert again.json()["id"] == result["id"]
    for wire in cleo.get(f"/projects/{world.id}/events?since={since}").json()["results"]:
        assert (wire["redacted"], wire["payload"]["files"]) == (True, [])
    assert message_of(world, result["id"], cleo)["files"] == []
    assert "loose.txt" not in cleo.browse(messages_page(world)).text


def test_a_replay_has_no_files_of_deleted_messages(
    world: World, bob: Person, cleo: Person, server: Server
) -> None:
    since = world.seq
    result = bob.post(
        f"/projects/{world.id}/messages", {"text": "", "fileIds": [world.files["loose"]]}
    ).json()
    bob.delete(f"/messages/{result['id']}")
    with cleo.socket() as line:
        events = line.join(world.id, since=since)["events"]
    assert [event["payload"]["files"] for event in events] == [[], []]


# ── Deleted files ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_deleted_file_is_out_of_its_messages(world: World, bob: Person) -> None:
    only = said(world, "", "notes")["id"]
    bob.delete(f"/files/{world.files['notes']}")
    assert world.events()[-1]["changes"]["messageIds"] == [[world.message, only], []]
    assert names(message_of(world, world.message, bob)) == ["photo.png"]
    assert names(message_of(world, only, bob)) == []


@pytest.mark.sqlite
def test_a_message_of_which_nothing_is_left_says_so(world: World, bob: Person) -> None:
    only = said(world, "", "loose")["id"]
    assert "File deleted" not in bob.browse(messages_page(world)).text
    bob.delete(f"/files/{world.files['loose']}")
    assert "File deleted" in bob.browse(messages_page(world)).text
    assert message_of(world, only, bob)["deletedAt"] is None
    assert bob.delete(f"/messages/{only}").status_code == 200


def test_a_deleted_file_redraws_its_messages_and_cards(world: World) -> None:
    world.do("file.delete", by="bob", id=world.files["photo"])
    html = with_html(world.events()[-1], "en")["html"]
    assert f'id="message-{world.message}"' in html
    assert f'id="card-{world.cards["filed"]}"' in html
    assert world.files["photo"] not in html
    assert world.files["notes"] in html


def test_pages_get_it_in_their_language(world: World, bob: Person, cleo: Person, server: Server) -> None:
    said(world, "", "loose")
    cleo.patch("/me", {"locale": "ru"})
    with cleo.browser_socket() as russian, bob.browser_socket() as english:
        for page in (russian, english):
            page.join(world.id, fragments=True)
        bob.delete(f"/files/{world.files['loose']}")
        drawn = [page.event("file.deleted")["html"] for page in (russian, english)]
    assert ["Файл удалён" in drawn[0], "File deleted" in drawn[1]] == [True, True]


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_stands_in_the_message_with_its_size_and_other_files_as_rows(
    world: World, cleo: Person
) -> None:
    page = cleo.browse(messages_page(world)).text
    files = page.partition('class="msg__files"')[2].partition("</ul>")[0]
    picture, _, row = files.partition("</li>")
    assert f'src="/api/v1/files/{world.files["photo"]}/thumbnail"' in picture
    for part in ('width="427"', 'height="320"'):
        assert part in picture
    assert f'href="/api/v1/files/{world.files["notes"]}"' in row
    assert "<img" not in row


def test_a_quote_of_files_alone_names_them(world: World, bob: Person) -> None:
    said(world, "nice", replyToId=said(world, "", "loose", "photo")["id"])
    page = bob.browse(messages_page(world)).text
    [quote] = re.findall(r'<a class="msg__reply".*?</a>', page, re.DOTALL)
    assert "loose.txt, photo.png" in quote


@pytest.mark.sqlite
def test_what_is_found_names_its_files(world: World, bob: Person) -> None:
    found = bob.browse(f"{messages_page(world)}/search?q=привет").text
    assert "photo.png" in found
    assert "notes.txt" in found


def test_a_conversation_of_files_costs_no_more_queries(world: World, bob: Person) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert bob.browse(messages_page(world)).status_code == 200
            assert bob.get(f"/projects/{world.id}/messages").status_code == 200
        return len(seen)

    def talk(count: int) -> None:
        for _ in range(count):
            said(world, "", "loose", "photo", "notes", replyToId=world.message)

    talk(1)
    cost()  # the first call fills caches
    few = cost()
    talk(10)
    assert cost() == few
