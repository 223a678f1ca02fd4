"""Keeps what lies on disk from other users of the machine: folders 0700, files 0600.

The SQLite database holds sessions, and the generated keys sign them: who can read either can become anyone.
"""

import os
import stat
import sys
from pathlib import Path

from kanban.environment import refuse

FOLDER_MODE, FILE_MODE = 0o700, 0o600


def keep_private(name: str, folder: Path) -> None:
    """Create `folder`, the value of the setting `name`, or check it: its own modes and those of its entries.

    Modes that are too wide are corrected, with one line on standard error, where the folder is ours.
    Otherwise the program stops, unless only owner and group have access: whoever made it chose the group.
    """
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if folder.stat().st_mode & stat.S_ISVTX:
            refuse(f"{name} ({folder}) is a folder that everyone shares. Choose one inside it.")
        if not os.access(folder, os.R_OK | os.X_OK):
            refuse(
                f"{name} ({folder}) can’t be read by this user. Give it the folder, or choose another one."
            )
        corrected = [path for path in (folder, *sorted(folder.iterdir())) if _restrict(name, path)]
    except OSError as error:
        refuse(f"{name} ({folder}) can’t be used: {error.strerror}.")
        return
    if corrected:
        sys.stderr.write(f"{name}: others could read {_listed(corrected)}; now only this user can.\n")


def keep_database_private(name: str, path: Path) -> None:
    """Create the file of SQLite, or restrict it. SQLite gives its journals the modes of the database."""
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT, FILE_MODE))
        for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            _restrict(name, file)
    except OSError as error:
        refuse(f"{name} ({path}) can’t be used: {error.strerror}.")


def _restrict(name: str, path: Path) -> bool:
    """Take access from group and others; return whether they had any. Links and sockets are left alone."""
    try:
        found = path.lstat()
    except FileNotFoundError:  # SQLite removes its journal at any time
        return False
    mode = stat.S_IMODE(found.st_mode)
    if not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)) or not mode & 0o077:
        return False
    if found.st_uid == os.geteuid() or os.geteuid() == 0:
        path.chmod(mode & 0o700)
        return True
    if mode & 0o007:
        refuse(
            f"{name}: others can use {path}, which belongs to user {found.st_uid}. "
            f"As that user run: chmod {'700' if path.is_dir() else '600'} {path}"
        )
    return False


def _listed(paths: list[Path]) -> str:
    names = [str(paths[0]), *(path.name for path in paths[1:])]
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
