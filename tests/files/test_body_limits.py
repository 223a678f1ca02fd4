"""Request bodies that are too long, declare a wrong length, or never end, sent to a real server."""

import time
from collections.abc import Iterator

import pytest

from files.models import File
from tests.files.raw_http import (
    chunk,
    connection,
    head,
    is_closed,
    read_answer,
    send_body,
    upload_path,
)
from tests.files.server_resources import ServerResources
from tests.files.storages import Storage
from tests.support.people import API, CSRF, Person
from tests.support.server import Server
from tests.support.uploads import MIB, form, send, text
from tests.support.worlds import World

LIMIT = 10 * MIB
HUGE = 50 * MIB
MULTIPART = "multipart/form-data; boundary=b"
START = b'--b\r\nContent-Disposition: form-data; name="file"; filename="big.txt"\r\n\r\n'
GROWTH = 24 * MIB
"""Bytes by which a server's memory may grow while it handles any request."""


@pytest.fixture
def unchanged(world: World, storage: Storage) -> Iterator[World]:
    before = (world.seq, File.objects.count())
    yield world
    assert (world.seq, File.objects.count()) == before
    assert storage.held() == set()


@pytest.mark.parametrize(("size", "status"), [(LIMIT - 1, 201), (LIMIT, 201), (LIMIT + 1, 413)])
def test_the_limit_is_met_to_the_byte(
    size: int, status: int, resources: ServerResources, storage: Storage, world: World, bob: Person
) -> None:
    assert send(bob, world.id, "big.txt", text(size)).status_code == status
    assert len(storage.held()) == (status == 201)


@pytest.mark.parametrize("encoding", ["base64", "BASE64 ", "quoted-printable", "x"])
def test_a_part_of_a_form_in_an_encoding_is_refused_unread(
    encoding: str, server: Server, unchanged: World, bob: Person
) -> None:
    body = START.replace(b"\r\n\r\n", f"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode())
    body += b"A " * (LIMIT // 2) + b"\r\n--b--\r\n"
    answer = bob.call("POST", f"/files?project_id={unchanged.id}", body, **{"content-type": MULTIPART})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    page = {"cookie": bob.cookies, "x-csrftoken": CSRF, "origin": bob.site.url, "content-type": MULTIPART}
    assert bob.site.send("POST", f"/projects/{unchanged.id}/files", body, **page).status_code == 400


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "Binary"])
def test_a_part_may_say_that_it_has_no_encoding(
    encoding: str, server: Server, storage: Storage, world: World, bob: Person
) -> None:
    body = START.replace(b"\r\n\r\n", f"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode())
    body += b"plain words\r\n--b--\r\n"
    answer = bob.call("POST", f"/files?project_id={world.id}", body, **{"content-type": MULTIPART})
    assert (answer.status_code, answer.json()["size"]) == (201, 11)


def test_a_length_that_is_too_long_is_refused_before_a_byte_is_read(
    resources: ServerResources, unchanged: World, bob: Person
) -> None:
    with connection(bob) as opened:
        opened.sendall(head(bob, upload_path(unchanged.id), MULTIPART, Content_Length=HUGE))
        result = read_answer(opened)
    assert (result.status, result.code) == (413, "too_large")
    assert "10 MiB" in result.body.decode()
    assert result.headers["content-type"] == "application/json"
    assert result.headers["x-content-type-options"] == "nosniff"


def test_who_sends_fifty_megabytes_all_the_same_hears_the_answer(
    resources: ServerResources, unchanged: World, bob: Person
) -> None:
    with connection(bob) as opened:
        opened.sendall(head(bob, upload_path(unchanged.id), MULTIPART, Content_Length=HUGE) + START)
        send_body(opened, HUGE, chunked=False)
        assert read_answer(opened).code == "too_large"
    assert resources.grown() < GROWTH


def test_who_sends_a_little_too_much_may_finish(
    resources: ServerResources, unchanged: World, bob: Person
) -> None:
    """A browser that is cut off while sending may never read the response."""
    with connection(bob) as opened:
        opened.sendall(head(bob, upload_path(unchanged.id), MULTIPART, Content_Length=12 * MIB))
        assert send_body(opened, 12 * MIB, chunked=False) == 12 * MIB
        assert read_answer(opened).code == "too_large"


def test_fifty_megabytes_without_a_length_are_cut_off(
    resources: ServerResources, unchanged: World, bob: Person
) -> None:
    with connection(bob) as opened:
        opened.sendall(head(bob, upload_path(unchanged.id), MULTIPART, Transfer_Encoding="chunked"))
        opened.sendall(chunk(START))
        send_body(opened, HUGE, chunked=True)
        result = read_answer(opened)
        assert (result.status, result.code) == (413, "too_large")
    assert resources.grown() < GROWTH


def test_who_never_stops_sending_is_cut_off(
    resources: ServerResources, unchanged: World, bob: Person
) -> None:
    with connection(bob) as opened:
        opened.sendall(head(bob, upload_path(unchanged.id), MULTIPART, Content_Length=10**12) + START)
        assert read_answer(opened).code == "too_large"
        began = time.monotonic()
        sent = 0
        while time.monotonic() - began < 6:
            got = send_body(opened, 256 * 1024, chunked=False)
            sent += got
            if got < 256 * 1024:
                break
        assert time.monotonic() - began < 5
    assert resources.grown() < GROWTH


def test_many_at_once_take_no_more(resources: ServerResources, unchanged: World, bob: Person) -> None:
    lines = [connection(bob) for _ in range(10)]
    opened = [each.__enter__() for each in lines]
    for each in opened:
        each.sendall(head(bob, upload_path(unchanged.id), MULTIPART, Transfer_Encoding="chunked"))
    for _turn in range(12):
        for each in opened:
            send_body(each, MIB, chunked=True)
    assert [read_answer(each).status for each in opened] == [413] * 10
    for entered in lines:
        entered.__exit__(None, None, None)
    assert resources.grown() < 10 * GROWTH / 2


@pytest.mark.parametrize("chunked", [True, False], ids=["chunked", "announced"])
def test_an_upload_that_breaks_off_leaves_nothing(
    chunked: bool, resources: ServerResources, unchanged: World, bob: Person
) -> None:
    size = {"Transfer_Encoding": "chunked"} if chunked else {"Content_Length": 8 * MIB}
    for sent in (0, MIB, 6 * MIB):
        with connection(bob) as opened:
            opened.sendall(head(bob, upload_path(unchanged.id), MULTIPART, **size))
            opened.sendall(chunk(START) if chunked else START)
            send_body(opened, sent, chunked=chunked)
    assert bob.get("/me").status_code == 200


def test_a_small_file_comes_without_a_length(
    resources: ServerResources, storage: Storage, world: World, bob: Person
) -> None:
    body, kind = form("a.txt", b"words")
    with connection(bob) as opened:
        opened.sendall(head(bob, upload_path(world.id), kind, Transfer_Encoding="chunked"))
        for place in range(0, len(body), 50):
            opened.sendall(chunk(body[place : place + 50]))
        opened.sendall(b"0\r\n\r\n")
        assert read_answer(opened).status == 201
    assert len(storage.held()) == 1


def test_json_comes_without_a_length(resources: ServerResources, world: World, bob: Person) -> None:
    with connection(bob) as opened:
        path = f"{API}/projects/{world.id}/labels"
        opened.sendall(head(bob, path, "application/json", Transfer_Encoding="chunked"))
        opened.sendall(chunk(b'{"name": "late",') + chunk(b' "color": "red"}') + b"0\r\n\r\n")
        assert read_answer(opened).status == 201


def test_a_client_that_sends_expect_is_refused_before_the_body(
    resources: ServerResources, unchanged: World, bob: Person
) -> None:
    with connection(bob) as opened:
        opened.sendall(
            head(bob, upload_path(unchanged.id), MULTIPART, Content_Length=HUGE, Expect="100-continue")
        )
        assert read_answer(opened).status == 413
        assert is_closed(opened, seconds=5)


@pytest.mark.parametrize("path", ["/api/v1/cards", "/api/v1/auth/login", "/login", "/api/v1/files/x"])
def test_endpoints_without_files_have_a_lower_limit(
    path: str, resources: ServerResources, unchanged: World, bob: Person
) -> None:
    with connection(bob) as opened:
        opened.sendall(head(bob, path, "application/json", Content_Length=3 * MIB))
        result = read_answer(opened)
    assert result.status == 413
    assert b"10 MiB" not in result.body
    page = not path.startswith("/api/")
    assert result.headers["content-type"].startswith("text/html" if page else "application/json")


def test_a_form_of_a_page_is_refused_by_a_page_in_the_visitors_language(
    resources: ServerResources, unchanged: World, bob: Person
) -> None:
    with connection(bob) as opened:
        told_language = {"Accept_Language": "ru", "Cookie": f"{bob.site.cookie_name('theme')}=dark"}
        path = f"/projects/{unchanged.id}/files"
        opened.sendall(head(bob, path, MULTIPART, Content_Length=HUGE, **told_language))
        result = read_answer(opened)
    page = result.body.decode()
    assert (result.status, result.headers["content-language"]) == (413, "ru")
    assert 'lang="ru"' in page
    assert 'data-theme="dark"' in page
    assert "default-src 'none'" in result.headers["content-security-policy"]


def test_another_site_may_read_why(resources: ServerResources, unchanged: World, bob: Person) -> None:
    with connection(bob) as opened:
        opened.sendall(
            head(bob, upload_path(unchanged.id), MULTIPART, Content_Length=HUGE, Origin="https://app.example")
        )
        assert read_answer(opened).headers["x-request-id"]
