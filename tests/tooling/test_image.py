"""Dockerfile and compose file, checked without a container engine."""

import contextlib
import json
import os
import re
import secrets
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from django.conf import settings

from tests.support.processes import BARE, answer, free_port, serving, tried

SECRETS = ("SECRET_KEY", "JWT_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")

needs_services = pytest.mark.skipif(
    not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")),
    reason="runs where bin/test has PostgreSQL and Redis",
)


def test_the_image_and_bin_run_start_the_server_alike() -> None:
    command = read("bin/run").split("\nexec $python ")[1].replace("\\\n", " ")
    ours = shlex.split(command)
    theirs = docker("CMD")[0][1:]
    for words in (ours, theirs):
        for option in ("--host", "--port"):
            del words[words.index(option) : words.index(option) + 2]
    assert ours == theirs


def test_compose_tells_the_product_only_what_the_settings_read() -> None:
    services = compose()["services"]
    for name in ("web", "migrate"):
        assert set(services[name]["environment"]) <= settings_names()


def test_compose_uses_every_line_of_the_example_and_no_other_name() -> None:
    used = set(re.findall(r"(?<!\$)\$\{([A-Z][A-Z0-9_]+)", read("docker-compose.yml")))
    assert used == set(example_environment())


def test_compose_has_no_default_for_a_secret() -> None:
    text = read("docker-compose.yml")
    for name in SECRETS:
        assert example_environment()[name] == ""
        assert set(re.findall(rf"\$\{{{name}(..)", text)) == {":?"}


def test_compose_publishes_the_web_alone_and_waits_for_healthy_services() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])
    assert services["db"]["image"].startswith("postgres:16-")
    assert services["redis"]["image"].startswith("redis:7-")
    assert services["migrate"]["depends_on"]["db"] == {"condition": "service_healthy"}
    assert services["web"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["web"]["depends_on"]["redis"] == {"condition": "service_healthy"}
    assert all(services[name]["healthcheck"]["test"] for name in ("db", "redis"))


@pytest.mark.hostile
def test_nothing_in_compose_grows_without_a_bound() -> None:
    services = compose()["services"]
    for service in services.values():
        assert service["mem_limit"]
        assert service["pids_limit"]
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}
    for name in ("web", "migrate"):
        assert [re.search(r":size=\d+m\b", mount) is not None for mount in services[name]["tmpfs"]] == [True]
    assert "--maxmemory 384mb" in services["redis"]["command"][2]


def test_the_image_runs_without_privileges_and_has_a_health_check() -> None:
    lines = read("Dockerfile").splitlines()
    assert "USER kanban" in lines[: lines.index(next(line for line in lines if line.startswith("CMD")))]
    assert "libmagic1" in read("Dockerfile")
    assert any(line.startswith("HEALTHCHECK") for line in lines)


def test_what_the_image_has_on_disk_is_for_its_user_alone() -> None:
    """The container's file system is read-only: at the start, nothing there can be closed to others."""
    text = read("Dockerfile")
    assert text.index("collectstatic") < text.index("chown -R kanban var") < text.index("chmod -R go= var")


@pytest.mark.slow
@needs_services
def test_what_the_image_does_works_as_plain_processes(tmp_path: Path) -> None:
    port = free_port()
    with database() as url:
        environment = production(url, tmp_path)
        for command in ("compile_translations", "migrate --noinput", "collectstatic --noinput"):
            manage(command, environment)
        with serving(image_command(port), environment, port):
            health = [word.replace(":8000", f":{port}") for word in docker("HEALTHCHECK")[0]]
            subprocess.run([sys.executable, *health[1:]], env=environment, check=True, timeout=20)
            page = answer(port, "/login", host="board.example.com", scheme="https")
            assert page.status == 200
            script = re.search(r'<script type="module" src="(/static/[^"]+)"', page.read().decode())
            assert script
            asset = answer(port, script[1], host="board.example.com", scheme="https")
            assert (asset.status, "immutable" in asset.headers["Cache-Control"]) == (200, True)


def image_command(port: int) -> list[str]:
    [command] = docker("CMD")
    words = {"python": sys.executable, "8000": str(port), "0.0.0.0": "127.0.0.1"}
    return [words.get(word, word) for word in command]


def production(database_url: str, folder: Path) -> dict[str, str]:
    """Environment that compose gives the product, from the example file with secrets filled in."""
    given = {**example_environment(), **{name: secrets.token_urlsafe(64) for name in SECRETS}}
    result = compose()["services"]["web"]["environment"]
    filled = {
        name: re.sub(r"\$\{(\w+)[^}]*\}", lambda match: given[match[1]], result[name]) for name in result
    }
    ours = {"DATABASE_URL": database_url, "REDIS_URL": os.environ["REDIS_URL"], "VAR_DIR": str(folder)}
    return BARE | filled | ours | {"WEB_CONCURRENCY": "1"}


@contextlib.contextmanager
def database() -> Iterator[str]:
    """An empty PostgreSQL database beside the tests' own."""
    name = f"kanban_tooling_{secrets.token_hex(6)}"
    address = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield address._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def read(path: str) -> str:
    return (settings.BASE_DIR / path).read_text()


def settings_names() -> set[str]:
    return set(re.findall(r'env\.\w+\(\s*"([A-Z][A-Z0-9_]+)"', read("kanban/settings.py")))


def example_environment() -> dict[str, str]:
    lines = [line for line in read(".env.example").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def compose() -> dict[str, Any]:
    return yaml.safe_load(read("docker-compose.yml"))


def docker(instruction: str) -> list[list[str]]:
    """The JSON forms of an instruction of the Dockerfile, such as the arguments of CMD."""
    lines = read("Dockerfile").replace("\\\n", "").splitlines()
    return [json.loads(line[line.index("[") :]) for line in lines if line.startswith(instruction)]


def manage(command: str, environment: dict[str, str]) -> None:
    run = tried([sys.executable, "manage.py", *command.split()], environment)
    assert run.returncode == 0, run.stderr
