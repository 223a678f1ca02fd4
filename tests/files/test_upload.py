"""Uploads are stored whole or not at all, on disk and on S3."""

import hashlib
import struct
import zlib
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from files import upload as uploading
from files.models import File
from files.storage.backends import read_all, save_object
from files.upload import upload
from projects.dispatch.execute import execute
from projects.errors import NotFound, Unavailable
from projects.models import Membership
from tests.files.storages import Storage
from tests.support.people import Person
from tests.support.uploads import MIB, form, picture, send, text
from tests.support.worlds import Cast, World, build, fresh_id

LIMIT = 10 * MIB
HTML = b"<html><script>alert(1)</script></html>"


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


@pytest.fixture
def kept(world: World, storage: Storage) -> Any:
    """State that a refusal must not change."""
    return lambda: (world.seq, File.objects.filter(project_id=world.id).count(), storage.held())


def test_an_upload_returns_and_stores_the_file_and_logs_an_event(
    storage: Storage, world: World, bob: Person
) -> None:
    before, content = world.seq, text(2000)
    answer = send(bob, world.id, "notes.txt", content)
    assert answer.status_code == 201
    result = answer.json()
    assert result == {
        "id": result["id"],
        "projectId": world.id,
        "name": "notes.txt",
        "size": 2000,
        "contentType": "text/plain",
        "sha256": hashlib.sha256(content).hexdigest(),
        "width": None,
        "height": None,
        "location": None,
        "uploaderId": bob.id,
        "createdAt": result["createdAt"],
    }
    [event] = world.events(before)
    assert (event["type"], event["payload"], event["actorId"]) == ("file.uploaded", result, bob.id)
    file = File.objects.get(pk=result["id"])
    assert storage.held() == {file.key}
    assert read_all(file.key) == content
    assert file.key.startswith(f"{world.id}/")
    assert "notes" not in file.key


@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT])
def test_ten_mebibytes_are_taken(size: int, storage: Storage, world: World, bob: Person) -> None:
    result = send(bob, world.id, "big.txt", text(size)).json()
    assert result["size"] == size
    assert len(read_all(File.objects.get(pk=result["id"]).key)) == size


def test_one_byte_more_is_not(kept: Any, world: World, bob: Person) -> None:
    before = kept()
    assert code(send(bob, world.id, "big.txt", text(LIMIT + 1))) == (413, "too_large")
    assert kept() == before


def test_an_empty_file_is_refused(kept: Any, world: World, bob: Person) -> None:
    before, answer = kept(), send(bob, world.id, "empty.txt", b"")
    assert code(answer) == (400, "invalid")
    assert list(answer.json()["fields"]) == ["file"]
    assert kept() == before


@pytest.mark.parametrize("name", ["page.png", "page.html", "page"])
def test_a_page_is_refused_whatever_it_is_called(name: str, kept: Any, world: World, bob: Person) -> None:
    before = kept()
    assert code(send(bob, world.id, name, HTML)) == (415, "unsupported_media_type")
    assert kept() == before


# ── The form ──────────────────────────────────────────────────────────────────────────────────────


def odd_forms() -> dict[str, tuple[bytes, str]]:
    body, kind = form("a.txt", b"x")
    boundary = kind.partition("boundary=")[2]
    field = f'--{boundary}\r\nContent-Disposition: form-data; name="%s"\r\n\r\nx\r\n'
    part = body[: -len(f"--{boundary}--\r\n")]
    return {
        "nothing": (f"--{boundary}--\r\n".encode(), kind),
        "no form": (b"x", kind),
        "another field": form("a.txt", b"x", field="attachment"),
        "words too": ((field % "name").encode() + body, kind),
        "words only": ((field % "file").encode() + f"--{boundary}--\r\n".encode(), kind),
        "two files": (part + body, kind),
        "no boundary": (body, "multipart/form-data"),
        "an empty boundary": (body, "multipart/form-data; boundary="),
    }


@pytest.mark.parametrize("what", odd_forms())
def test_an_odd_form_is_refused(what: str, kept: Any, world: World, bob: Person) -> None:
    before, (body, kind) = kept(), odd_forms()[what]
    answer = bob.call("POST", f"/files?project_id={world.id}", body, **{"content-type": kind})
    assert code(answer) == (400, "invalid")
    assert kept() == before


def test_what_is_no_form_is_refused(kept: Any, world: World, bob: Person) -> None:
    before = kept()
    for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        answer = bob.call("POST", f"/files?project_id={world.id}", b"{}", **{"content-type": kind})
        assert code(answer) == (415, "unsupported_media_type"), kind
    assert kept() == before


@pytest.mark.parametrize(
    ("project", "expected"), [("", 400), ("x", 400), ("018f0000-0000-7000-8000-000000000000", 404)]
)
def test_a_project_that_is_none_takes_nothing(
    project: str, expected: int, kept: Any, world: World, bob: Person
) -> None:
    before = kept()
    assert send(bob, project, "a.txt", b"words").status_code == expected
    assert kept() == before


def test_a_page_of_the_site_sends_with_its_session_and_its_token(
    storage: Storage, world: World, bob: Person
) -> None:
    body, kind = form("a.txt", b"words")
    path = f"/api/v1/files?project_id={world.id}"
    held = {"cookie": bob.cookies, "content-type": kind}
    assert code(bob.site.send("POST", path, body, **held)) == (403, "csrf_failed")
    token = bob.cookies.partition(f"{bob.site.cookie_name('csrf')}=")[2].partition(";")[0]
    assert bob.site.send("POST", path, body, **held, **{"x-csrftoken": token}).status_code == 201


# ── Names ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("../../x.txt", "x.txt"),
        ("a\r\nb.txt", "a%0D%0Ab.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("exe\u202etxt.txt", "exetxt.txt"),
        ("ж" * 300 + ".txt", "ж" * 251 + ".txt"),
        ("Отчёт «май».txt", "Отчёт «май».txt"),
        ('a"b.txt', "a%22b.txt"),
        ("<b>.txt", "<b>.txt"),
    ],
)
def test_a_name_is_data(sent: str, stored: str, storage: Storage, world: World, bob: Person) -> None:
    answer = send(bob, world.id, sent, b"words")
    assert (answer.status_code, answer.json().get("name")) == (201, stored)
    assert all(key.startswith(f"{world.id}/") and len(key) == 73 for key in storage.held())


def test_two_files_of_one_name_are_two(storage: Storage, world: World, bob: Person) -> None:
    ids = [send(bob, world.id, "plan.txt", content).json()["id"] for content in (b"one", b"two")]
    assert [bob.get(f"/files/{each}").content for each in ids] == [b"one", b"two"]
    assert len(storage.held()) == 2


# ── Pictures ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_measured(kind: str, storage: Storage, world: World, bob: Person) -> None:
    result = send(bob, world.id, f"a.{kind.lower()}", picture(kind, (1600, 1200))).json()
    assert (result["width"], result["height"]) == (1600, 1200)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_rotated_picture_is_measured_as_it_is_seen(
    kind: str, storage: Storage, world: World, bob: Person
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    result = send(bob, world.id, f"a.{kind.lower()}", picture(kind, (400, 100), exif=exif)).json()
    assert (result["width"], result["height"]) == (100, 400)


@pytest.mark.parametrize("content", [picture()[:60], picture("JPEG")[:200], b"GIF89a" + b"\0" * 50 + HTML])
def test_a_picture_without_a_whole_header_is_a_file_like_any_other(
    content: bytes, storage: Storage, world: World, bob: Person
) -> None:
    result = send(bob, world.id, "broken", content).json()
    assert (result["width"], result["height"]) == (None, None)
    answer = bob.get(f"/files/{result['id']}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert bob.get(f"/files/{result['id']}/thumbnail").status_code == 404


def huge(side: int) -> bytes:
    """A valid black PNG that is small until it is decompressed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer, row = zlib.compressobj(9), bytes(1 + side // 8)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_of_too_many_pixels_is_refused_by_its_size(kept: Any, world: World, bob: Person) -> None:
    before, content = kept(), huge(50_000)
    assert len(content) < MIB
    answer = send(bob, world.id, "bomb.png", content)
    assert code(answer) == (413, "too_large")
    assert "50 million pixels" in answer.json()["detail"]
    assert kept() == before


# ── Once ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_key_is_one_upload(storage: Storage, world: World, bob: Person) -> None:
    key = fresh_id()
    first, second = (send(bob, world.id, "a.png", picture(), key=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(storage.held()) == 1
    assert File.objects.filter(project_id=world.id, name="a.png").count() == 1


def test_the_same_key_for_another_file_is_refused(storage: Storage, world: World, bob: Person) -> None:
    key = fresh_id()
    send(bob, world.id, "a.txt", b"one", key=key)
    for name, content in (("a.txt", b"two"), ("b.txt", b"one")):
        assert code(send(bob, world.id, name, content, key=key)) == (409, "event_id_reused")
    assert len(storage.held()) == 1


@pytest.mark.parametrize("key", ["x", "", "7"])
def test_a_malformed_key_is_refused(key: str, kept: Any, world: World, bob: Person) -> None:
    before = kept()
    assert code(send(bob, world.id, "a.txt", b"one", key=key)) == (400, "invalid")
    assert kept() == before


# ── Room, pace, role ──────────────────────────────────────────────────────────────────────────────


def test_a_project_takes_what_it_has_room_for(kept: Any, settings: Any, world: World, bob: Person) -> None:
    held = sum(File.objects.undeleted().filter(project_id=world.id).values_list("size", flat=True))
    settings.PROJECT_QUOTA = held + 1000
    first = send(bob, world.id, "a.txt", text(600)).json()
    before, answer = kept(), send(bob, world.id, "b.txt", text(600))
    assert code(answer) == (413, "too_large")
    assert (answer.json()["used"], answer.json()["quota"]) == (held + 600, held + 1000)
    assert kept() == before
    bob.delete(f"/files/{first['id']}")
    assert send(bob, world.id, "b.txt", text(1000)).status_code == 201


def test_a_person_takes_what_one_has_room_for_in_all_projects(
    kept: Any, settings: Any, cast: Cast, world: World, bob: Person, anna: Person
) -> None:
    other = build(cast)
    held = sum(File.objects.undeleted().filter(uploader=bob.user).values_list("size", flat=True))
    settings.PERSON_QUOTA = held + 1000
    first = send(bob, world.id, "a.txt", text(600)).json()
    before, answer = kept(), send(bob, other.id, "b.txt", text(600))
    assert code(answer) == (413, "too_large")
    assert (answer.json()["used"], answer.json()["quota"]) == (held + 600, held + 1000)
    assert "Your files in all projects" in answer.json()["detail"]
    assert kept() == before
    assert send(anna, other.id, "b.txt", text(600)).status_code == 201
    bob.delete(f"/files/{first['id']}")
    assert send(bob, other.id, "b.txt", text(1000)).status_code == 201


def test_room_is_asked_for_again_under_the_lock(
    kept: Any, settings: Any, world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PROJECT_QUOTA = 1
    monkeypatch.setattr(uploading, "check_quota", lambda *args: None)
    before = kept()
    assert code(send(bob, world.id, "a.txt", b"words")) == (413, "too_large")
    assert kept() == before


def test_an_upload_on_its_way_ends_with_the_right_to_it(
    storage: Storage, world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The role is checked before the bytes are stored, and again with the row."""
    before = storage.held()

    def save_and_remove(key: str, content: Any) -> None:
        save_object(key, content)
        world.do("member.remove", projectId=world.id, userId=bob.id)

    monkeypatch.setattr(uploading, "save_object", save_and_remove)
    assert code(send(bob, world.id, "plan.txt", b"as agreed")) == (404, "not_found")
    assert not File.objects.filter(project_id=world.id, name="plan.txt").exists()
    assert storage.held() == before


def test_uploads_are_rate_limited(kept: Any, settings: Any, world: World, bob: Person, anna: Person) -> None:
    settings.RATE_LIMITS = {**project_settings.RATE_LIMITS, "upload": (2, 60)}
    assert [send(bob, world.id, "a.txt", b"words").status_code for _ in range(2)] == [201, 201]
    before, answer = kept(), send(bob, world.id, "a.txt", b"words")
    assert code(answer) == (429, "rate_limited")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert kept() == before
    assert send(anna, world.id, "a.txt", b"words").status_code == 201


def test_permission_is_checked_before_the_upload_is_read(
    storage: Storage, world: World, cleo: Person, eve: Person
) -> None:
    assert code(send(cleo, world.id, "page.html", HTML)) == (403, "forbidden")
    assert code(send(eve, world.id, "page.html", HTML)) == (404, "not_found")
    assert storage.held() == set()


# ── Nothing half-stored ───────────────────────────────────────────────────────────────────────────


def test_what_the_command_refuses_is_taken_out_of_storage(
    storage: Storage, world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bob is removed from the project while his picture is being stored."""
    seen = []

    def save_and_remove(key: str, content: Any) -> None:
        save_object(key, content)
        seen.append(key)
        Membership.objects.filter(project_id=world.id, user=bob.user).delete()

    monkeypatch.setattr(uploading, "save_object", save_and_remove)
    with pytest.raises(NotFound):
        upload(bob.user, world.id, SimpleUploadedFile("a.png", picture()))  # type: ignore[arg-type]
    assert len(seen) == 1
    assert storage.held() == set()


def test_while_a_commit_is_uncertain_the_bytes_are_kept(
    storage: Storage, world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def execute_and_lose_the_answer(*args: Any, **options: Any) -> Any:
        execute(*args, **options)
        raise Unavailable

    monkeypatch.setattr(uploading, "execute", execute_and_lose_the_answer)
    assert code(send(bob, world.id, "a.txt", b"words")) == (503, "unavailable")
    assert storage.held() == {File.objects.get(project_id=world.id, name="a.txt").key}
