"""Downloads: for members only, whole or by range, with headers that keep them harmless."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from files.models import File
from files.storage.backends import delete_objects
from kanban.middleware import SecurityHeaders
from tests.files.storages import Bucket, Storage
from tests.files.test_content_types import TAKEN
from tests.support.people import Person
from tests.support.uploads import picture, send, text, with_thumbnail
from tests.support.worlds import World

HARMLESS = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
}
CONTENT = text(200_000)


@pytest.fixture
def notes(storage: Storage, world: World, bob: Person) -> dict[str, Any]:
    return send(bob, world.id, "Отчёт.txt", CONTENT).json()


@pytest.fixture
def photo(storage: Storage, world: World, bob: Person) -> dict[str, Any]:
    return send(bob, world.id, "a.png", picture()).json()


def test_a_member_gets_the_bytes_and_what_they_are(notes: dict[str, Any], cleo: Person) -> None:
    answer = cleo.get(f"/files/{notes['id']}")
    assert (answer.status_code, answer.content) == (200, CONTENT)
    result = answer.headers
    assert {name: result[name] for name in HARMLESS} == HARMLESS
    assert (result["content-type"], result["content-length"]) == ("text/plain; charset=utf-8", "200000")
    assert (result["etag"], result["accept-ranges"]) == (f'"{notes["sha256"]}"', "bytes")
    expected = "attachment; filename=\"_____.txt\"; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82.txt"
    assert result["content-disposition"] == expected


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.png", True),
        ("a.jpg", True),
        ("a.gif", True),
        ("a.webp", True),
        ("a.mp3", True),
        ("a.ogg", True),
        ("a.mp4", True),
        ("a.bmp", False),
        ("a.svg", False),
        ("a.pdf", False),
        ("a.heic", False),
        ("a.mov", False),
        ("a.txt", False),
        ("a.json", False),
        ("a.docx", False),
        ("a.zip", False),
    ],
)
def test_only_what_browsers_show_without_running_it_is_no_attachment(
    name: str, shown: bool, storage: Storage, world: World, bob: Person
) -> None:
    result = send(bob, world.id, name, TAKEN[name][0]).json()
    answer = bob.get(f"/files/{result['id']}")
    assert answer.headers["content-disposition"].partition(";")[0] == ("inline" if shown else "attachment")
    assert {key: answer.headers[key] for key in HARMLESS} == HARMLESS


def test_a_pdf_is_shown_in_a_frame_of_this_site_alone_and_runs_nothing(
    storage: Storage, world: World, bob: Person
) -> None:
    result = send(bob, world.id, "a.pdf", TAKEN["a.pdf"][0]).json()
    answer = bob.get(f"/files/{result['id']}?frame=1")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    framed = {
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'self'",
        "x-frame-options": "SAMEORIGIN",
    }
    assert {key: answer.headers[key] for key in {**HARMLESS, **framed}} == {**HARMLESS, **framed}
    for path, place in (
        ("", "iframe"),
        ("?frame=1", "document"),
        ("?frame=1", "empty"),
        ("?frame=0", "iframe"),
    ):
        plain = bob.get(f"/files/{result['id']}{path}", **{"sec-fetch-dest": place})
        assert plain.headers["content-disposition"].startswith("attachment"), (path, place)
        assert plain.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("name", ["a.mp3", "a.mp4", "a.png", "a.txt", "a.svg", "a.docm"])
def test_nothing_else_is_framed(name: str, storage: Storage, world: World, bob: Person) -> None:
    result = send(bob, world.id, name, TAKEN[name][0]).json()
    answer = bob.get(f"/files/{result['id']}?frame=1")
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["content-security-policy"] == HARMLESS["content-security-policy"]


def test_a_page_named_as_a_recording_is_refused(world: World, storage: Storage, bob: Person) -> None:
    """The type comes from the content: a browser never plays or shows what a person says it is."""
    page = b"<!doctype html><script>alert(1)</script>"
    for name in ("a.mp4", "a.mp3", "a.pdf"):
        assert send(bob, world.id, name, page).status_code == 415, name


def test_a_recording_is_played_from_any_place(storage: Storage, world: World, bob: Person) -> None:
    content = TAKEN["a.mp4"][0]
    result = send(bob, world.id, "a.mp4", content).json()
    answer = bob.get(f"/files/{result['id']}", range="bytes=4-")
    assert (answer.status_code, answer.content) == (206, content[4:])
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-range"] == f"bytes 4-{len(content) - 1}/{len(content)}"


def test_a_browser_gets_bytes_whatever_it_would_like_best(photo: dict[str, Any], bob: Person) -> None:
    for accept in ("image/avif,image/webp,*/*;q=0.8", "text/html", "video/*"):
        answer = bob.get(f"/files/{photo['id']}", accept=accept)
        assert (answer.status_code, answer.content) == (200, picture()), accept
    path = f"/api/v1/files/{photo['id']}"
    assert bob.site.send("GET", path, cookie=bob.cookies).content == picture()


def test_a_head_says_the_same_without_the_bytes(notes: dict[str, Any], bob: Person) -> None:
    whole, head = (bob.call(method, f"/files/{notes['id']}") for method in ("GET", "HEAD"))
    ignored = {"x-request-id", "date"}
    assert {**head.headers, **dict.fromkeys(ignored)} == {**whole.headers, **dict.fromkeys(ignored)}
    assert head.content == b""


# ── Parts ─────────────────────────────────────────────────────────────────────────────────────────

SIZE = len(CONTENT)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-299", 100, 299),
        ("bytes=65536-131072", 65536, 131072),
        ("bytes=199999-", 199_999, 199_999),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=-5", SIZE - 5, SIZE - 1),
        ("bytes=-999999", 0, SIZE - 1),
        ("bytes=150000-999999", 150_000, SIZE - 1),
    ],
)
def test_one_part_is_given(asked: str, first: int, last: int, notes: dict[str, Any], bob: Person) -> None:
    answer = bob.get(f"/files/{notes['id']}", range=asked)
    assert (answer.status_code, answer.content) == (206, CONTENT[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.headers["content-length"] == str(last - first + 1)


NO_RANGE = (
    *("", "bytes", "bytes=", "bytes=-", "bytes=5-1", "bytes=a-b", "bytes=0-1,5-6", "lines=0-1"),
    *("bytes=" + "9" * 30 + "-", "bytes=0--1", "bytes=1.5-2"),
)


@pytest.mark.parametrize("asked", NO_RANGE)
def test_an_invalid_range_is_ignored(asked: str, notes: dict[str, Any], bob: Person) -> None:
    answer = bob.get(f"/files/{notes['id']}", range=asked)
    assert (answer.status_code, len(answer.content)) == (200, SIZE)


@pytest.mark.parametrize(
    "asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0", "bytes=" + "9" * 18 + "-"]
)
def test_a_part_that_lies_outside_is_refused(asked: str, notes: dict[str, Any], bob: Person) -> None:
    answer = bob.get(f"/files/{notes['id']}", range=asked)
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{SIZE}")


def test_a_part_of_another_version_is_all_of_it(notes: dict[str, Any], bob: Person) -> None:
    def asked(tag: str) -> int:
        return bob.get(f"/files/{notes['id']}", range="bytes=0-1", **{"if-range": tag}).status_code

    assert asked(f'"{notes["sha256"]}"') == 206
    assert asked('"another"') == asked("Mon, 23 Nov 2026 11:00:00 GMT") == 200


def test_what_one_has_already_is_not_sent_again(notes: dict[str, Any], bob: Person, eve: Person) -> None:
    tag = f'"{notes["sha256"]}"'
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        answer = bob.get(f"/files/{notes['id']}", **{"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b""), known
        assert (answer.headers["etag"], answer.headers["cache-control"]) == (tag, "private, no-cache")
    assert bob.get(f"/files/{notes['id']}", **{"if-none-match": '"x"'}).status_code == 200
    assert eve.get(f"/files/{notes['id']}", **{"if-none-match": tag}).status_code == 404


# ── Who ───────────────────────────────────────────────────────────────────────────────────────────


def test_who_is_removed_loses_the_download_at_once(
    photo: dict[str, Any], world: World, ada: Person, cleo: Person
) -> None:
    paths = (f"/files/{photo['id']}", f"/files/{photo['id']}/thumbnail")
    with_thumbnail(photo["id"])
    assert [cleo.get(path).status_code for path in paths] == [200, 200]
    ada.delete(f"/projects/{world.id}/members/{cleo.id}")
    assert [cleo.get(path).status_code for path in paths] == [404, 404]
    assert cleo.get(f"/projects/{world.id}/files").status_code == 404


def test_with_the_project_its_files_are_out_of_reach(
    photo: dict[str, Any], world: World, ada: Person
) -> None:
    ada.delete(f"/projects/{world.id}")
    assert ada.get(f"/files/{photo['id']}").status_code == 404


# ── The list ──────────────────────────────────────────────────────────────────────────────────────


def test_files_are_listed_newest_first_a_page_at_a_time(world: World, storage: Storage, bob: Person) -> None:
    ids = [send(bob, world.id, f"{number}.txt", b"words").json()["id"] for number in range(5)]
    seen, url = [], f"/projects/{world.id}/files?limit=3"
    while url:
        page = bob.get(url).json()
        seen += [file["id"] for file in page["results"]]
        url = (page["next"] or "").partition("/api/v1")[2]
    assert seen[:5] == ids[::-1]
    assert len(seen) == len(set(seen)) == File.objects.undeleted().filter(project_id=world.id).count()


def test_files_are_listed_by_kind_and_by_card(world: World, storage: Storage, bob: Person) -> None:
    for name in ("a.png", "a.pdf", "a.zip", "a.mp3", "a.mp4", "a.txt", "a.csv"):
        send(bob, world.id, name, TAKEN[name][0])

    def names(query: str) -> set[str]:
        return {file["name"] for file in bob.get(f"/projects/{world.id}/files?{query}").json()["results"]}

    ours = {"photo.png", "notes.txt", "loose.txt"}
    result = {
        kind: names(f"kind={kind}") - ours for kind in ("image", "document", "archive", "audio", "video")
    }
    assert result == {
        "image": {"a.png"},
        "document": {"a.pdf"},
        "archive": {"a.zip"},
        "audio": {"a.mp3"},
        "video": {"a.mp4"},
    }
    assert names("kind=text") - ours == {"a.txt", "a.csv"}
    assert names(f"cardId={world.cards['filed']}") == {"photo.png"}
    assert names(f"cardId={world.cards['filed']}&kind=text") == set()
    assert names("cardId=018f0000-0000-7000-8000-000000000000") == set()


# ── Straight from the bucket ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def signed(bucket: Bucket, settings: Any) -> Iterator[None]:
    settings.STORAGES = {**settings.STORAGES, "files": bucket.options(signed_urls=True)}
    yield
    delete_objects(bucket.held())


def test_a_link_to_the_bucket_is_good_for_a_minute_and_says_what_it_is(
    signed: None, world: World, bob: Person, eve: Person
) -> None:
    result = send(bob, world.id, "Отчёт.txt", CONTENT).json()
    answer = bob.get(f"/files/{result['id']}")
    assert (answer.status_code, answer.headers["cache-control"]) == (302, "private, no-store")
    link = answer.headers["location"]
    query = parse_qs(urlsplit(link).query)
    assert query["X-Amz-Expires"] == ["60"]
    given = httpx.get(link)
    assert (given.status_code, given.content) == (200, CONTENT)
    assert given.headers["content-type"] == "text/plain; charset=utf-8"
    assert given.headers["content-disposition"].endswith(
        "filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82.txt"
    )
    assert httpx.get(link, headers={"range": "bytes=0-9"}).content == CONTENT[:10]
    assert eve.get(f"/files/{result['id']}").status_code == 404
    assert bob.call("HEAD", f"/files/{result['id']}").headers["content-length"] == "200000"


def test_a_picture_comes_from_the_bucket_as_a_picture(signed: None, world: World, bob: Person) -> None:
    result = send(bob, world.id, "a.png", picture()).json()
    with_thumbnail(result["id"])
    for path, kind in (("", "image/png"), ("/thumbnail", "image/webp")):
        given = httpx.get(bob.get(f"/files/{result['id']}{path}").headers["location"])
        assert (given.status_code, given.headers["content-type"]) == (200, kind)
        assert given.headers["content-disposition"].startswith("inline")


def test_a_script_gets_the_bytes_from_here(signed: None, world: World, bob: Person) -> None:
    """A script cannot follow the redirect: the bucket is another origin, and does not know of this one."""
    result = send(bob, world.id, "notes.txt", CONTENT).json()
    answer = bob.get(f"/files/{result['id']}", range="bytes=0-9", **{"sec-fetch-dest": "empty"})
    assert (answer.status_code, answer.content) == (206, CONTENT[:10])
    assert bob.get(f"/files/{result['id']}", **{"sec-fetch-dest": "video"}).status_code == 302


def test_pages_may_show_what_lies_in_the_bucket(settings: Any) -> None:
    settings.FILES_ORIGIN = "https://s3.example.com"
    policy = SecurityHeaders(lambda request: None).policy  # type: ignore[arg-type, return-value]
    assert "img-src 'self' blob: data: https://s3.example.com;" in policy
    assert "media-src 'self' blob: https://s3.example.com;" in policy
    assert "frame-src 'self' https://s3.example.com;" in policy
