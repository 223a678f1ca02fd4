"""What stands beside the code: the licence, forms and jobs of the code host, hooks before a commit."""

import json
import re
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client

from tests.tooling.test_version import label

ROOT = settings.BASE_DIR
YAML = sorted([*ROOT.glob(".github/**/*.yml"), ROOT / ".pre-commit-config.yaml", ROOT / "docker-compose.yml"])
FORMS = [path for path in YAML if path.parent.name == "ISSUE_TEMPLATE" and path.name != "config.yml"]
FIELDS = {"markdown", "input", "textarea", "dropdown", "checkboxes"}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def loaded(path: str) -> Any:
    return yaml.safe_load(read(path))


# ── Licence ───────────────────────────────────────────────────────────────────────────────────────


def test_the_licence_is_mit_and_names_its_holders() -> None:
    assert read("LICENSE").startswith("MIT License\n\nCopyright (c) 2026 The Kanban Realtime authors\n")


def test_everything_that_names_a_licence_names_this_one(client: Client, db: None) -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert (project["license"], project["license-files"]) == ("MIT", ["LICENSE"])
    assert json.loads(read("package.json"))["license"] == "MIT"
    assert json.loads(read("package-lock.json"))["packages"][""]["license"] == "MIT"
    assert label("licenses") == "MIT"
    assert client.get("/api/v1/schema").json()["info"]["license"] == {"name": "MIT", "identifier": "MIT"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_anyone_can_read_the_whole_licence(language: str, client: Client, db: None) -> None:
    page = client.get("/licence", headers={"accept-language": language}).content.decode()
    shown = unescape(" ".join(re.findall(r"<p>(.*?)</p>", page)))
    assert " ".join(read("LICENSE").split()) in shown


def test_the_image_brings_the_licence() -> None:
    assert "!LICENSE" in read(".dockerignore").splitlines()


# ── The code host ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", YAML, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_yaml_file_can_be_read(path: Path) -> None:
    assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict)


def job() -> dict[str, Any]:
    """The job of the CI's workflow that runs the tests."""
    return loaded(".github/workflows/ci.yml")["jobs"]["test"]


def commands() -> list[str]:
    return [step["run"].strip() for step in job()["steps"] if "run" in step]


def test_the_ci_runs_on_pushes_and_pull_requests() -> None:
    # YAML 1.1 reads the key `on` as true.
    assert set(loaded(".github/workflows/ci.yml")[True]) >= {"push", "pull_request"}


def test_the_ci_ends_with_the_whole_of_bin_test() -> None:
    assert commands()[-1] == "bin/test"
    assert job()["env"]["CI"] == "true"  # where nothing may be left out


def test_the_ci_looks_up_known_weaknesses() -> None:
    steps = loaded(".github/workflows/ci.yml")["jobs"]["advisories"]["steps"]
    run = " ".join(step.get("run", "") for step in steps)
    assert "pip-audit" in run
    assert "npm audit" in run


def test_the_ci_offers_the_services_that_bin_test_is_told_of() -> None:
    services, environment = job()["services"], job()["env"]
    assert job()["strategy"]["matrix"]["postgres"] == [15, 16]
    assert services["postgres"]["image"] == "postgres:${{ matrix.postgres }}"
    assert services["redis"]["image"].startswith("redis:")
    assert "@postgres:5432/" in environment["DATABASE_URL"]
    assert environment["REDIS_URL"].startswith("redis://redis:6379/")


def test_the_ci_has_the_oldest_python_and_node_that_are_supported() -> None:
    oldest = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"].removeprefix(">=")
    assert job()["container"].startswith(f"python:{oldest}-")
    [node] = [step["with"] for step in job()["steps"] if "setup-node" in step.get("uses", "")]
    assert json.loads(read("package.json"))["engines"]["node"].startswith(f">={node['node-version']}.")


def test_both_ways_into_the_ci_install_the_same_tools() -> None:
    named = set(re.findall(r"wanted\+=\(([\w-]+)\)", read(".ci/run")))
    [install] = [command for command in commands() if "apt-get install" in command]
    installed = {word for word in install.splitlines()[-1].split()[2:] if not word.startswith("-")}
    assert named == installed


def test_an_action_is_pinned_to_a_commit_with_its_version_beside_it() -> None:
    for path in ROOT.glob(".github/workflows/*.yml"):
        used = re.findall(r"uses: (.+)", path.read_text())
        assert used
        assert [it for it in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", it)] == []


def test_the_ci_may_only_read() -> None:
    assert loaded(".github/workflows/ci.yml")["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_has_what_the_code_host_asks_of_it(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert all(form[key] for key in ("name", "description", "body"))
    assert {field["type"] for field in form["body"]} <= FIELDS
    asked = [field for field in form["body"] if field["type"] != "markdown"]
    assert all(field["attributes"]["label"] for field in asked)
    assert len({field["id"] for field in asked}) == len(asked)


def test_there_is_a_form_for_a_bug_and_one_for_a_wish_and_no_blank_issue() -> None:
    assert [path.stem for path in FORMS] == ["bug", "feature"]
    assert loaded(".github/ISSUE_TEMPLATE/config.yml")["blank_issues_enabled"] is False


def test_dependabot_watches_every_place_that_pins_something() -> None:
    watched = {
        (update["package-ecosystem"], folder)
        for update in loaded(".github/dependabot.yml")["updates"]
        for folder in update.get("directories", [update.get("directory")])
    }
    assert watched == {
        ("pip", "/"),
        ("pip", "/bench"),
        ("npm", "/"),
        ("docker", "/"),
        ("docker-compose", "/"),
        ("github-actions", "/"),
    }


def test_every_path_with_an_owner_exists() -> None:
    lines = [line for line in read(".github/CODEOWNERS").splitlines() if line and not line.startswith("#")]
    assert lines[0].startswith("* @")
    for line in lines[1:]:
        assert (ROOT / line.split()[0].lstrip("/")).exists(), line


# ── Before a commit ───────────────────────────────────────────────────────────────────────────────


def hooks() -> list[dict[str, Any]]:
    [own] = loaded(".pre-commit-config.yaml")["repos"]
    assert own["repo"] == "local"
    return own["hooks"]


def test_a_hook_calls_a_tool_of_this_checkout_that_bin_test_calls_too() -> None:
    for hook in hooks():
        assert hook["language"] == "system"
        words = hook["entry"].split()
        assert words[0].startswith((".venv/bin/", "node_modules/.bin/")), hook["id"]
        tool = words[2] if words[1:2] == ["manage.py"] else words[0].rpartition("/")[2]
        called = read("bin/test") + json.dumps(json.loads(read("package.json"))["scripts"])
        assert re.search(rf"\b{tool}\b", called), hook["id"]


def test_ruff_reads_every_python_script_whether_bin_test_or_a_hook_calls_it() -> None:
    scripts = {
        f"bin/{path.name}"
        for path in (ROOT / "bin").iterdir()
        if "python" in path.read_text().splitlines()[0]
    }
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]
    assert scripts == set(ruff["extend-include"])


def test_the_contributing_guide_says_how_the_hooks_are_put_on() -> None:
    assert "pre-commit install" in read("CONTRIBUTING.md")
