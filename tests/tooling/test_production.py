"""Production starts only with safe settings and says in one line why not; allowed CORS origins."""

import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from tests.support.processes import BARE, tried

KEYS = {name: f"{name}-0aZ1bY2cX3dW4eV5fU6gT7hS8iR9jQ-kP_lO.mN~nM!oL+" for name in ("SECRET_KEY", "JWT_KEY")}
SOUND = {
    "KANBAN_ENV": "production",
    "DATABASE_URL": "postgres://127.0.0.1/kanban",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "PUBLIC_URL": "https://board.example.com",
    "ALLOWED_HOSTS": "board.example.com",
    **KEYS,
}
UNSOUND = {
    "SECRET_KEY": ["", "short", "a" * 60, "change-me-" + KEYS["SECRET_KEY"]],
    "JWT_KEY": ["", "short"],
    "DEBUG": ["1"],
    "ALLOWED_HOSTS": ["", "*", "board.example.com,*", "*.example.com"],
    "PUBLIC_URL": ["", "board"],
    "DATABASE_URL": ["", "nonsense", "mysql://127.0.0.1/kanban", "postgres://127.0.0.1:many/kanban"],
    "KANBAN_ENV": ["prod", "Production"],
    "VAR_DIR": ["/dev/null", "/dev/null/var"],
    "REDIS_URL": [""],
    "CORS_ALLOWED_ORIGINS": ["*"],
}


def start(tmp_path: Any, **changes: str) -> subprocess.CompletedProcess[str]:
    settings = {**BARE, **SOUND, "VAR_DIR": str(tmp_path), **changes}
    return tried([sys.executable, "-c", "import kanban.settings"], settings)


def test_sound_settings_start(tmp_path: Any) -> None:
    assert start(tmp_path).stderr == ""


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in UNSOUND for value in UNSOUND[name]])
def test_unsound_settings_stop_the_start_in_one_line(name: str, value: str, tmp_path: Any) -> None:
    done = start(tmp_path, **{name: value})
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert name in line
    assert "key" not in name.lower() or not value or value not in line


def test_a_bucket_without_its_libraries_stops_the_start_and_says_what_to_run(tmp_path: Any) -> None:
    bare = "import sys; sys.modules.update(boto3=None, storages=None); import kanban.settings"
    settings = {**BARE, **SOUND, "VAR_DIR": str(tmp_path)}
    assert tried([sys.executable, "-c", bare], settings).stderr == ""
    done = tried([sys.executable, "-c", bare], settings | {"S3_BUCKET": "files"})
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert line.endswith(
        "S3_BUCKET needs boto3 and storages, not installed here. Run: bin/venv requirements-s3.txt"
    )


ELSEWHERE = {"origin": "https://elsewhere.example"}
ALLOWS = "access-control-allow-origin"


def test_pages_of_elsewhere_read_nothing_unless_they_are_listed(db: None, settings: Any) -> None:
    assert ALLOWS not in Client(headers=ELSEWHERE).get("/api/v1/health").headers
    settings.CORS_ALLOWED_ORIGINS = ["https://elsewhere.example"]
    answer = Client(headers=ELSEWHERE).get("/api/v1/health")
    assert answer.headers[ALLOWS] == "https://elsewhere.example"
    assert "access-control-allow-credentials" not in answer.headers
    assert ALLOWS not in Client(headers={"origin": "https://evil.example"}).get("/api/v1/health").headers
    assert ALLOWS not in Client(headers=ELSEWHERE).get("/login").headers
