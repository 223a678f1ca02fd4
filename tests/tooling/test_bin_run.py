import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.processes import BARE, answer, free_port, serving, tried


@pytest.mark.slow
def test_bin_run_serves_a_fresh_checkout_with_a_demo_to_sign_in_to(tmp_path: Path) -> None:
    port = free_port()
    environment = BARE | {"VAR_DIR": str(tmp_path), "PORT": str(port)}
    with serving(["bin/run"], environment, port) as output:
        assert answer(port, "/login").status == 200
        assert f"http://127.0.0.1:{port}" in output.read_text()
        assert "@" in output.read_text()


@pytest.mark.slow
def test_bin_run_makes_no_demo_where_others_can_reach_it(tmp_path: Path) -> None:
    port = free_port()
    environment = BARE | {"VAR_DIR": str(tmp_path), "PORT": str(port), "HOST": "0.0.0.0"}
    with serving(["bin/run"], environment, port) as output:
        assert answer(port, "/login").status == 200
        assert "No demo data: 0.0.0.0 can be reached by others." in output.read_text()
        assert "@" not in output.read_text()


def test_bin_run_names_a_busy_port_and_another_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = tried(["bin/run"], BARE | {"VAR_DIR": str(tmp_path), "PORT": str(port)})
    assert run.returncode == 1
    assert f"Port {port} on 127.0.0.1 is in use" in run.stderr
    assert f"PORT={port + 1} bin/run" in run.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_bin_run_refuses_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    run = tried(["bin/run"], BARE | {"VAR_DIR": str(tmp_path), "PORT": port})
    assert run.returncode == 1
    assert "PORT must be" in run.stderr


def test_bin_run_takes_a_yes_or_no_for_the_demo(tmp_path: Path) -> None:
    run = tried(["bin/run"], BARE | {"VAR_DIR": str(tmp_path), "DEMO": "yes"})
    assert run.returncode == 1
    assert run.stderr == "DEMO must be 1 or 0, not 'yes'.\n"


@pytest.mark.slow
def test_bin_run_says_in_one_line_that_the_database_does_not_answer(tmp_path: Path) -> None:
    away = f"postgres://nobody@127.0.0.1:{free_port()}/kanban"
    run = tried(
        ["bin/run"], BARE | {"VAR_DIR": str(tmp_path), "PORT": str(free_port()), "DATABASE_URL": away}
    )
    assert run.returncode == 1
    (line,) = [line for line in run.stderr.splitlines() if "database" in line.lower()]
    assert line.startswith("The database does not answer (DATABASE_URL): ")
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(("bucket", "file"), [("", "requirements.txt"), ("files", "requirements-s3.txt")])
def test_bin_run_installs_what_a_bucket_needs_where_there_is_one(
    tmp_path: Path, bucket: str, file: str
) -> None:
    (tmp_path / "bin").mkdir()
    shutil.copy(settings.BASE_DIR / "bin" / "run", tmp_path / "bin" / "run")
    venv = tmp_path / "bin" / "venv"
    venv.write_text('#!/bin/sh\necho "installs $1"\nexit 1\n')
    venv.chmod(0o755)
    run = tried([str(tmp_path / "bin" / "run")], BARE | {"S3_BUCKET": bucket, "PORT": str(free_port())})
    assert run.stdout.splitlines()[-1] == f"installs {file}"


def test_a_python_too_old_is_named(tmp_path: Path) -> None:
    run = with_python(tmp_path, 'case "$1" in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac')
    assert run.returncode == 1
    assert "needs Python 3.11 or newer; found Python 3.9.2" in run.stderr


def test_a_missing_venv_module_is_named(tmp_path: Path) -> None:
    script = f'case "$2" in *ensurepip*) exit 1 ;; *) exec {sys.executable} "$@" ;; esac'
    run = with_python(tmp_path, script)
    assert run.returncode == 1
    assert "python3-venv is missing" in run.stderr
    assert not (tmp_path / ".venv").exists()


def with_python(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run bin/venv in an empty checkout where `python3` is this shell script."""
    python = folder / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    (folder / "bin").mkdir()
    shutil.copy(settings.BASE_DIR / "bin" / "venv", folder / "bin" / "venv")
    return tried([str(folder / "bin" / "venv"), "requirements.txt"], BARE | {"PYTHON": str(python)})
