"""The version is written once, in kanban/version.py; everything that repeats it agrees."""

import json
import re
import tomllib
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from kanban.version import VERSION
from tests.support.people import Person
from tests.support.worlds import World

ROOT = settings.BASE_DIR


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def label(name: str) -> str:
    """A label of the image."""
    [value] = re.findall(rf'org\.opencontainers\.image\.{name}="([^"]*)"', read("Dockerfile"))
    return value


def test_the_version_is_semantic() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+(-[a-z]+\.\d+)?", VERSION)


def test_pyproject_takes_the_version_from_the_code() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    assert project["project"]["dynamic"] == ["version"]
    assert import_string(project["tool"]["setuptools"]["dynamic"]["version"]["attr"]) == VERSION


def test_the_front_end_and_its_lock_carry_the_version() -> None:
    lock = json.loads(read("package-lock.json"))
    assert json.loads(read("package.json"))["version"] == VERSION
    assert (lock["version"], lock["packages"][""]["version"]) == (VERSION, VERSION)


def test_the_image_is_labelled_with_the_version() -> None:
    assert label("version") == VERSION


def test_the_changelog_begins_with_what_is_unreleased_and_then_this_version() -> None:
    heads = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)
    assert heads[0] == "[Unreleased]"
    assert re.fullmatch(rf"\[{re.escape(VERSION)}\] - \d{{4}}-\d\d-\d\d", heads[1])


def test_security_fixes_are_promised_for_this_version() -> None:
    series = VERSION.rpartition(".")[0]
    assert re.search(rf"^\| {re.escape(series)}\.x \| yes \|$", read("SECURITY.md"), re.MULTILINE)


@pytest.mark.sqlite
def test_health_tells_the_version(nobody: Person) -> None:
    assert nobody.get("/health").json()["version"] == VERSION


@pytest.mark.sqlite
def test_health_tells_the_version_while_the_database_is_away(
    nobody: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OSError

    monkeypatch.setattr("kanban.health._database", away)
    answer = nobody.get("/health")
    assert (answer.status_code, answer.json()["version"]) == (503, VERSION)


def test_the_description_of_the_api_tells_the_version(client: Client, db: None) -> None:
    info: dict[str, Any] = client.get("/api/v1/schema").json()["info"]
    assert info["version"] == VERSION


@pytest.mark.parametrize("path", ["/login", "/licence"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_names_the_release_at_its_foot(path: str, language: str, client: Client, db: None) -> None:
    page = client.get(path, headers={"accept-language": language}).content.decode()
    [foot] = re.findall(r"<footer.*?</footer>", page, re.DOTALL)
    assert f"Kanban Realtime {VERSION}" in foot
    assert 'href="/licence"' in foot


@pytest.mark.sqlite
def test_the_board_has_no_foot_and_the_list_of_projects_has_one(world: World, ada: Person) -> None:
    foot = f"Kanban Realtime {VERSION}"
    assert foot in ada.browse("/projects", None).text
    assert foot not in ada.browse(f"/projects/{world.id}", None).text
