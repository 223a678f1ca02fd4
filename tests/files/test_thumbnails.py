"""Thumbnails are made beside requests, within budgets of time and memory, and whatever a picture declares."""

import io
import subprocess
import sys
import time
from typing import Any

import pytest
from PIL import Image

from core import backpressure
from core.bounded_pool import BoundedPool
from files.models import File
from files.storage.backends import save_object
from files.thumbnails import limits
from files.thumbnails import queue as thumbnails
from files.thumbnails.header import MAX_SCANS, read_header
from files.thumbnails.queue import RENDERER
from files.thumbnails.worker_process import WorkerFailed, run_worker, worker_command
from tests.files.storages import Storage
from tests.files.test_download import HARMLESS
from tests.support.hostile_pictures import declared_webp, many_scans
from tests.support.people import Person
from tests.support.uploads import MIB, picture, send, with_thumbnail
from tests.support.worlds import World

pytestmark = pytest.mark.hostile

HTML = b"<html><script>alert(1)</script></html>"
BROKEN = picture(size=(300, 200))[:80] + b"not deflated at all" + picture()[-12:]
"""A PNG with a whole header and damaged pixels."""


def thumbnail_of(person: Person, uploaded: dict[str, Any]) -> bytes:
    answer = person.get(f"/files/{uploaded['id']}/thumbnail")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    return answer.content


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backpressure, "WAIT_SECONDS", 0.05)


# ── Made ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_drawn_small(
    kind: str, committed: None, storage: Storage, world: World, bob: Person
) -> None:
    result = send(bob, world.id, f"a.{kind.lower()}", picture(kind, (1600, 1200))).json()
    with Image.open(io.BytesIO(thumbnail_of(bob, result))) as small:
        assert (small.format, small.size) == ("WEBP", (853, 640))
    assert len(storage.held()) == 2


def test_a_rotated_picture_is_drawn_upright(
    committed: None, storage: Storage, world: World, bob: Person
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    result = send(bob, world.id, "a.jpg", picture("JPEG", (400, 100), exif=exif)).json()
    with Image.open(io.BytesIO(thumbnail_of(bob, result))) as small:
        assert small.size == (100, 400)


def test_a_thumbnail_is_sent_with_the_care_of_a_file_and_without_what_hides_in_it(
    committed: None, storage: Storage, world: World, bob: Person, cleo: Person
) -> None:
    result = send(bob, world.id, "tail.png", picture() + HTML).json()
    assert result["contentType"] == "image/png"
    assert b"script" not in thumbnail_of(bob, result)
    answer = cleo.get(f"/files/{result['id']}/thumbnail")
    assert {name: answer.headers[name] for name in HARMLESS} == HARMLESS
    known = {"if-none-match": answer.headers["etag"]}
    assert cleo.get(f"/files/{result['id']}/thumbnail", **known).status_code == 304


def test_what_is_no_picture_has_no_thumbnail(storage: Storage, world: World, bob: Person) -> None:
    result = send(bob, world.id, "a.txt", b"words").json()
    assert bob.get(f"/files/{result['id']}/thumbnail").status_code == 404


def test_a_thumbnail_comes_beside_the_upload_and_stays(
    committed: None, storage: Storage, world: World, bob: Person
) -> None:
    result = send(bob, world.id, "a.png", picture()).json()
    deadline = time.monotonic() + 30
    while File.objects.get(pk=result["id"]).thumbnail_key is None and time.monotonic() < deadline:
        time.sleep(0.05)
    key = File.objects.get(pk=result["id"]).thumbnail_key
    assert key in storage.held()
    thumbnail_of(bob, result)
    with_thumbnail(result["id"])
    assert File.objects.get(pk=result["id"]).thumbnail_key == key
    assert len(storage.held()) == 2


def test_of_a_file_that_is_deleted_meanwhile_nothing_stays(
    storage: Storage, world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = send(bob, world.id, "a.png", picture()).json()
    save = save_object

    def save_and_delete(key: str, content: Any) -> None:
        save(key, content)
        File.objects.filter(pk=result["id"]).update(deleted_at="2030-01-01T00:00Z")

    monkeypatch.setattr(thumbnails, "save_object", save_and_delete)
    with_thumbnail(result["id"])
    assert storage.held() == {File.objects.get(pk=result["id"]).key}


# ── Not made ──────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_that_cannot_be_drawn_becomes_a_file_like_any_other(
    storage: Storage, world: World, bob: Person
) -> None:
    result = send(bob, world.id, "broken.png", BROKEN).json()
    assert (result["width"], result["height"]) == (300, 200)
    with_thumbnail(result["id"])
    [row] = [
        row for row in bob.get(f"/projects/{world.id}/files").json()["results"] if row["id"] == result["id"]
    ]
    assert (row["width"], row["height"]) == (None, None)
    answer = bob.get(f"/files/{result['id']}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert bob.get(f"/files/{result['id']}/thumbnail").status_code == 404
    page = bob.browse(f"/projects/{world.id}/files").text
    assert f"/api/v1/files/{result['id']}/thumbnail" not in page


def test_while_the_queue_is_full_an_upload_succeeds_and_its_thumbnail_comes_when_it_is_asked_for(
    impatient: None,
    storage: Storage,
    world: World,
    bob: Person,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    full = BoundedPool("full", threads=0, queue=1)
    full.submit("taken", lambda: None)
    monkeypatch.setattr(thumbnails, "POOL", full)
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(bob, world.id, "a.png", picture())
    assert answer.status_code == 201
    refused = bob.get(f"/files/{answer.json()['id']}/thumbnail")
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert refused.headers["retry-after"] == str(refused.json()["retryAfter"])
    with_thumbnail(answer.json()["id"])
    thumbnail_of(bob, answer.json())


def test_a_thumbnail_that_takes_long_is_waited_for_only_a_moment(
    impatient: None, storage: Storage, world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "POOL", BoundedPool("idle", threads=0, queue=1))
    result = send(bob, world.id, "a.png", picture()).json()
    answers = [bob.get(f"/files/{result['id']}/thumbnail") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert bob.get(f"/files/{result['id']}").status_code == 200


def test_while_storage_is_away_a_thumbnail_is_put_off_and_not_given_up(
    storage: Storage, world: World, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = send(bob, world.id, "a.png", picture()).json()
    row = File.objects.get(pk=result["id"])
    File.objects.filter(pk=row.pk).update(key="nothing/here")
    with_thumbnail(result["id"])
    assert not File.objects.get(pk=row.pk).thumbnail_failed
    File.objects.filter(pk=row.pk).update(key=row.key)
    with_thumbnail(result["id"])
    assert File.objects.get(pk=row.pk).thumbnail_key


# ── Hostile ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.hostile
@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("scans.jpg", many_scans(1500), f"at most {MAX_SCANS} scans"),
        ("declared.webp", declared_webp(16_000, 16_000), "50 million pixels"),
        ("declared.gif", b"GIF89a" + b"\xff\xff\xff\xff" + b"\0" * 50, "50 million pixels"),
    ],
    ids=["scans", "webp", "gif"],
)
def test_a_picture_that_declares_too_much_is_refused_unseen(
    name: str, content: bytes, why: str, storage: Storage, world: World, bob: Person
) -> None:
    assert len(content) < 400_000
    began = time.process_time()
    answer = send(bob, world.id, name, content)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert why in answer.json()["detail"]
    assert time.process_time() - began < 1
    assert storage.held() == set()


@pytest.mark.hostile
@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp"])
def test_a_header_is_read_in_linear_time_whatever_follows(kind: str) -> None:
    start = picture(kind.upper())
    for piece in (b"\xff\xe1\x00\x02", b"eXIf", b"EXIF", b"IEND", b"\xff", b"II*\0\x08\0\0\0\xff\xff", b"\0"):
        content = start[:30] + piece * (10 * MIB // len(piece))
        began = time.process_time()
        read_header(content, f"image/{kind}")
        assert time.process_time() - began < 0.5


@pytest.mark.hostile
@pytest.mark.parametrize(
    "content",
    [many_scans(MAX_SCANS - 6, 7000), declared_webp(7000, 7000), picture("WEBP", (7000, 7000))],
    ids=["scans", "an empty webp", "a whole webp"],
)
def test_a_worker_keeps_to_two_seconds_and_256_megabytes(content: bytes) -> None:
    """Its limits are the kernel's. What they end is no thumbnail, and no failure of ours."""
    measure = (
        "import resource, subprocess, sys;"
        "status = subprocess.run(sys.argv[1:], stdin=sys.stdin, capture_output=True);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    command = [sys.executable, "-c", measure, *worker_command(RENDERER)]
    run = subprocess.run(command, input=content, capture_output=True, check=True)
    seconds, kilobytes = map(float, run.stdout.split())
    assert seconds <= limits.CPU_SECONDS + 0.5
    assert kilobytes * 1024 <= limits.MEMORY_BYTES


def test_a_usual_photo_fits_the_workers_limits() -> None:
    """Twelve million pixels, as telephones make them, in every format and with noise."""
    noise = Image.effect_noise((4000, 3000), 60).convert("RGB")
    quick: dict[str, dict[str, Any]] = {"PNG": {"compress_level": 1}, "WEBP": {"method": 0}}
    for kind, options in {**quick, "JPEG": {"progressive": True}}.items():
        drawn = io.BytesIO()
        noise.save(drawn, kind, **options)
        assert run_worker(RENDERER, drawn.getvalue())


def test_a_picture_that_crashes_the_decoder_is_not_rendered() -> None:
    with pytest.raises(WorkerFailed):
        run_worker(RENDERER, BROKEN)
