"""Files on this machine's disk."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DiskStorage(FileSystemStorage):
    def _save(self, name: str, content: File) -> str:
        """On the disk itself before a row says so, and whole or not at all."""
        path = Path(self.path(name))
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]
            with path.open("rb") as file:
                os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                path.unlink()
            raise
        return saved

    def part(self, key: str, start: int, stop: int) -> IO[bytes]:
        file = Path(self.path(key)).open("rb")  # noqa: SIM115
        file.seek(start)
        return file

    def link(self, key: str, name: str, content_type: str, *, attached: bool) -> str:
        return ""

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Before the first file there is no folder."""
        return super().listdir(path) if self.exists(path) else ([], [])
