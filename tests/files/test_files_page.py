"""The files page of a project."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from pytest_django.asserts import assertContains

from files.content_types.catalogue import KINDS
from files.models import File
from files.pages import PAGE
from files.search.documents import INDEXED_FILES
from projects.search.rebuild import write_documents
from tests.support.people import Person
from tests.support.worlds import World


@pytest.fixture
def path(world: World) -> str:
    File.objects.filter(project_id=world.id).delete()
    return f"/projects/{world.id}/files"


@pytest.fixture
def browser(bob: Person) -> Client:
    """Bob's browser, which keeps messages from one page to the next."""
    client = Client()
    assert bob.user is not None
    client.force_login(bob.user)
    return client


def put(world: World, *names: str, content_type: str = "text/plain") -> None:
    """Insert a file's row without bytes, which is enough for the list."""
    for name in names:
        facts = {"size": 1024, "content_type": content_type, "sha256": "0" * 64}
        uploader = world.cast["bob"].id
        file = File.objects.create(
            project_id=world.id, uploader_id=uploader, name=name, key=f"{world.id} {name}", **facts
        )
        write_documents(INDEXED_FILES, [file.pk])


def listed(person: Person, path: str) -> list[str]:
    answer = person.browse(path)
    assert answer.status_code == 200
    return re.findall(r'<a class="file"[^>]* title="([^"]+)"', answer.text)


def test_the_newest_come_first_and_the_deleted_not_at_all(path: str, world: World, bob: Person) -> None:
    put(world, "a.txt", "b.txt", "c.txt")
    world.do("file.delete", by="bob", id=str(File.objects.get(name="b.txt").pk))
    assert listed(bob, path) == ["c.txt", "a.txt"]
    assert "2 KB of 1 GB used" in bob.browse(path).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=plan", ["Sea plan.txt", "50% plan.txt"]),
        ("q=PLAN+sea", ["Sea plan.txt"]),
        ("q=%25", ["50% plan.txt"]),
        ("q=_", []),
        ("q=%00plan", ["Sea plan.txt", "50% plan.txt"]),
        ("kind=image", ["Sea.png"]),
        ("kind=image&q=plan", []),
        ("kind=sculpture", ["Sea.png", "Sea plan.txt", "50% plan.txt"]),
        ("before=nobody", []),
    ],
)
def test_files_are_sifted(query: str, found: list[str], path: str, world: World, bob: Person) -> None:
    put(world, "50% plan.txt", "Sea plan.txt")
    put(world, "Sea.png", content_type="image/png")
    assert listed(bob, f"{path}?{query}") == found


def test_every_file_is_of_one_kind(path: str, world: World, bob: Person) -> None:
    """Also one whose type is in no catalogue: it is a document, as its icon says."""
    types = {
        "logo.svg": ("image/svg+xml", "image"),
        "hero.psd": ("image/vnd.adobe.photoshop", "image"),
        "app.sketch": ("application/octet-stream", "document"),
        "talk.key": ("application/vnd.apple.keynote", "document"),
        "odd.xyz": ("application/x-of-another-time", "document"),
        "old.csv": ("text/csv", "text"),
        "old.json": ("application/json", "text"),
        "main.py": ("text/plain", "text"),
        "all.tar": ("application/x-tar", "archive"),
        "talk.wma": ("audio/x-ms-wma", "audio"),
        "clip.ts": ("video/mp2t", "video"),
    }
    for name, (content_type, _) in types.items():
        put(world, name, content_type=content_type)
    for kind in KINDS:
        found = {name for name in listed(bob, f"{path}?kind={kind}") if name in types}
        assert found == {name for name, (_, expected) in types.items() if expected == kind}, kind
        files = bob.get(f"/projects/{world.id}/files?kind={kind}&limit=100").json()["results"]
        assert {each["name"] for each in files} & types.keys() == found


def test_older_files_are_a_page_away(path: str, world: World, bob: Person) -> None:
    put(world, *(f"{number:03}.txt" for number in range(PAGE + 5)))
    first = bob.browse(f"{path}?q=txt")
    [older] = re.findall(r'href="\?(q=txt&amp;before=[^"]+)"', first.text)
    assert len(listed(bob, f"{path}?q=txt")) == PAGE
    assert listed(bob, f"{path}?{older.replace('&amp;', '&')}") == [f"{n:03}.txt" for n in range(4, -1, -1)]


def test_a_name_is_text_wherever_it_stands(path: str, world: World, bob: Person) -> None:
    name = "\"><img src=x onerror='alert(1)'>.txt"
    put(world, name)
    text = bob.browse(path).text
    assert escape(name) in text
    assert "<img src=x" not in text


def test_only_those_who_may_delete_get_the_button(path: str, world: World, cast: dict[str, Person]) -> None:
    put(world, "bobs.txt")
    offered = {name: "file-delete" in cast[name].browse(path).text for name in ("ada", "anna", "bob", "cleo")}
    assert offered == {"ada": True, "anna": True, "bob": True, "cleo": False}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.txt", b"something", 'title="notes.txt"'),
        ("page.html", b"<html><body>Hi</body></html>", "Web pages can’t be uploaded."),
        ("none.txt", b"", "This file is empty."),
    ],
)
def test_the_form_takes_a_file_or_says_why_not(
    name: str, content: bytes, said: str, path: str, browser: Client
) -> None:
    sent = SimpleUploadedFile(name, content)
    assertContains(browser.post(path, {"action": "upload", "file": sent}, follow=True), said)


def test_a_full_project_says_so(path: str, browser: Client, settings: Any) -> None:
    settings.PROJECT_QUOTA = 5
    sent = SimpleUploadedFile("notes.txt", b"something")
    answer = browser.post(path, {"action": "upload", "file": sent}, follow=True)
    assertContains(answer, "The project doesn’t have enough space for this file.")


def test_a_form_without_a_file_says_so(path: str, browser: Client) -> None:
    assertContains(browser.post(path, {"action": "upload"}, follow=True), "Choose a file first.")
