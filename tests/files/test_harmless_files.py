"""Files made to mislead: what is taken is served as what it was taken for, and what runs is refused."""

import pytest

from files.content_types.catalogue import TYPES
from files.download import is_inline
from files.models import File
from tests.files.storages import Storage
from tests.files.test_attached_files import APK, JAR, MSI, PDF, PE, PROGRAMS
from tests.files.test_content_types import HTML, SVG, box
from tests.files.test_texts import LOOKS
from tests.support.people import Person
from tests.support.uploads import archive, picture, send
from tests.support.worlds import World

POLYGLOTS = {
    "a PNG and a page": ("a.png", picture() + HTML, "image/png", True),
    "a GIF and a script": ("a.gif", picture("GIF") + b"/*<script>alert(1)</script>*/", "image/gif", True),
    "a JPEG and a JAR": ("a.jpg", picture("JPEG") + JAR, "image/jpeg", True),
    "a PNG and a program": ("a.png", picture() + PE, "image/png", True),
    "a film and a page": ("a.mp4", box(b"isom") + HTML, "video/mp4", True),
    "a PDF and a page": ("a.pdf", PDF + HTML, "application/pdf", False),
    "a PDF and a zip": ("a.pdf", PDF + archive("a.txt"), "application/pdf", False),
    "a text and a page": ("a.md", b"# T\n" + HTML, "text/plain", False),
    "a page as text": ("a.txt", HTML, "text/plain", False),
    "a page as a table": ("a.csv", HTML, "text/plain", False),
    "XHTML as XML": (
        "a.xml",
        b'<html xmlns="http://www.w3.org/1999/xhtml"><script/></html>',
        "text/plain",
        False,
    ),
    "a script as source": ("a.js", b"alert(1)", "text/plain", False),
    "a drawing with a script": ("a.svg", SVG, "image/svg+xml", False),
    "a drawing as a picture": ("a.png", SVG, "image/svg+xml", False),
    "a design that is a page inside": (
        "a.psd",
        b"8BPS\0\1" + bytes(40) + HTML,
        "image/vnd.adobe.photoshop",
        False,
    ),
}


@pytest.mark.parametrize("what", POLYGLOTS)
def test_a_polyglot_is_served_as_what_it_was_taken_for(
    what: str, storage: Storage, world: World, bob: Person
) -> None:
    name, content, expected, shown = POLYGLOTS[what]
    result = send(bob, world.id, name, content).json()
    assert result.get("contentType") == expected, result
    for query in ("", "?frame=1"):
        answer = bob.get(f"/files/{result['id']}{query}", accept="text/html")
        headers = answer.headers
        assert headers["content-type"].partition(";")[0] == expected
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        framed = expected == "application/pdf" and query
        assert headers["content-disposition"].startswith("inline" if shown or framed else "attachment")


def test_only_raster_pictures_audio_and_video_ever_come_inline() -> None:
    inline = {
        each.content_type
        for each in TYPES
        if is_inline(File(content_type=each.content_type, width=9, height=9))
    }
    assert inline == {
        *("image/png", "image/jpeg", "image/gif", "image/webp"),
        *("audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "audio/mp4", "audio/aac"),
        *("video/mp4", "video/webm", "video/ogg"),
    }
    assert not any(is_inline(File(content_type=each.content_type)) for each in TYPES if each.kind == "image")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", PE),
        ("photo.png", PE),
        ("paper.pdf", MSI),
        ("all.zip", APK),
        ("setup", PROGRAMS["for Linux"]),
        ("run.bat", b"@echo off"),
        ("run.bat.", b"@echo off"),
        ("run.BAT ", b"@echo off"),
        (".bat", b"@echo off"),
        ("folder/run.ps1", b"Get-Item ."),
        ("run.ps1\u200b", b"Get-Item ."),
        ("run\u202etxt.ps1", b"Get-Item ."),
        ("long" * 80 + ".exe", b"words"),
        ("page.html", HTML),
        ("page.html.", HTML),
        ("page", HTML),
        ("page.png", HTML),
    ],
)
def test_what_runs_is_refused_and_nothing_of_it_stays(
    name: str, content: bytes, storage: Storage, world: World, bob: Person
) -> None:
    before = world.seq
    answer = send(bob, world.id, name, content)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert answer.json()["detail"].count(".") >= 2  # what is wrong, and what to do
    assert world.seq == before


def test_notes_are_taken_over_the_wire(storage: Storage, world: World, bob: Person) -> None:
    for what in ("HTML in a sentence", "a fenced block of Python", "a page of HTML", "a program of DOS"):
        answer = send(bob, world.id, "a.md", LOOKS[what].encode())
        assert (answer.status_code, answer.json()["contentType"]) == (201, "text/plain"), what
