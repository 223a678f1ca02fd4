"""What lies on disk is for the user of the server alone: the database holds sessions, keys sign them."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from files.storage.disk import DiskStorage
from kanban import settings as product_settings
from tests.support.processes import BARE, tried

pytestmark = pytest.mark.hostile

IMPORT = [sys.executable, "-c", "import kanban.settings"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in which others may look around, as in a home directory."""
    base = Path(tempfile.mkdtemp())
    base.chmod(0o755)
    yield base / "var"
    shutil.rmtree(base)


def start(folder: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return tried([*(command or IMPORT)], {**BARE, "VAR_DIR": str(folder), **settings})


def wide_open(folder: Path) -> list[str]:
    """Return what others than the owner may use, of everything in the folder but static files."""
    found = [folder, *folder.rglob("*")]
    return [str(path) for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_a_new_installation_keeps_everything_on_disk_to_itself(folder: Path) -> None:
    done = start(folder, sys.executable, "manage.py", "migrate", "--verbosity", "0")
    assert (done.returncode, done.stderr) == (0, "")
    assert {"db.sqlite3", "secret_key", "jwt_key"} <= {path.name for path in folder.iterdir()}
    assert wide_open(folder) == []


def test_journals_of_the_database_are_private_too(folder: Path) -> None:
    write = (
        "import django, os, stat; django.setup()\n"
        "from django.db import connection, transaction\n"
        "with transaction.atomic(): connection.cursor().execute('create table t (i int)')\n"
        "from django.conf import settings\n"
        "names = sorted(path.name for path in settings.VAR_DIR.iterdir() if path.stat().st_mode & 0o077)\n"
        "assert (settings.VAR_DIR / 'db.sqlite3-wal').exists(); assert names == [], names\n"
    )
    done = start(folder, sys.executable, "-c", write, DJANGO_SETTINGS_MODULE="kanban.settings")
    assert done.returncode == 0, done.stderr


def test_a_folder_from_before_is_closed_at_the_next_start_with_one_line(folder: Path) -> None:
    start(folder)
    (folder / "files").mkdir()
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o755 if path.is_dir() else 0o644)
    done = start(folder)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 0
    assert line.startswith(f"VAR_DIR: others could read {folder}, db.sqlite3, files, jwt_key")
    assert wide_open(folder) == []
    assert start(folder).stderr == ""


def test_a_database_and_files_elsewhere_are_closed_as_well(folder: Path) -> None:
    folder.mkdir()
    database, files = folder.parent / "board.sqlite3", folder.parent / "uploads"
    files.mkdir(mode=0o755)
    database.touch(mode=0o644)
    settings = {"DATABASE_URL": f"sqlite:///{database}", "FILES_DIR": str(files)}
    assert start(folder, **settings).returncode == 0
    assert [oct(stat.S_IMODE(path.stat().st_mode)) for path in (database, files)] == ["0o600", "0o700"]


def test_a_folder_that_everyone_shares_is_refused(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o1777)
    done = start(folder)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert "everyone shares" in line
    assert stat.S_IMODE(folder.stat().st_mode) == 0o1777


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as other users")


AS_NOBODY = """
import os, sys
from pathlib import Path
from kanban.var_dir import keep_private
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
"""


def try_as_nobody(code: str) -> subprocess.CompletedProcess[str]:
    """Run code as the user `nobody`. Python itself and this checkout may be out of its reach."""
    return tried([sys.executable, "-c", AS_NOBODY + code], BARE)


@as_root
def test_another_user_of_the_machine_takes_over_no_session(folder: Path) -> None:
    """Once, `nobody` read the key and the sessions of a superuser here."""
    start(folder, sys.executable, "manage.py", "migrate", "--verbosity", "0")
    for name in ("db.sqlite3", "secret_key", "jwt_key"):
        done = try_as_nobody(f"open({str(folder / name)!r}).read()")
        assert "PermissionError" in done.stderr


def check_as_nobody(folder: Path) -> subprocess.CompletedProcess[str]:
    return try_as_nobody(f"keep_private('VAR_DIR', Path({str(folder)!r}))")


@as_root
def test_a_folder_of_another_user_that_is_open_to_others_stops_the_start(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o755)
    done = check_as_nobody(folder)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert line == (
        f"Kanban Realtime does not start: VAR_DIR: others can use {folder}, which belongs to user 0. "
        f"As that user run: chmod 700 {folder}"
    )


@as_root
def test_a_volume_that_its_owner_shares_with_our_group_is_used(folder: Path) -> None:
    folder.mkdir()
    os.chown(folder, 0, 65534)
    folder.chmod(0o2770)
    done = check_as_nobody(folder)
    assert (done.returncode, done.stderr) == (0, "")
    folder.chmod(0o700)
    done = check_as_nobody(folder)
    assert done.returncode == 1
    assert "can’t be read by this user" in done.stderr


def test_uploads_are_written_for_the_server_alone(tmp_path: Path) -> None:
    options = product_settings.STORAGES["files"]["OPTIONS"] | {"location": tmp_path}
    storage = DiskStorage(**options)
    storage.save("project/key", ContentFile(b"secret plans"))
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("project", "project/key")]
    assert modes == [0o700, 0o600]


def test_what_a_server_writes_by_itself_is_private(folder: Path) -> None:
    """Mails in a folder, for one: they hold links."""
    code = (
        "import kanban.asgi\n"
        "from core.mail import send_template\n"
        "send_template('reset', to='ada@example.com', language='en', url='https://x.test')\n"
    )
    mails = folder.parent / "mails"
    done = start(folder, sys.executable, "-c", code, EMAIL_URL=f"file://{mails}")
    assert done.returncode == 0, done.stderr
    assert wide_open(mails) == []
