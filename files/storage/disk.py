"""Storage of files on the local disk."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DiskStorage(FileSystemStorage):
    def _save(self, name: str, content: File) -> str:
        """Write the file and flush it to the disk, before any row refers to it. Leave no partial file."""
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

    def read_range(self, key: str, start: int, stop: int) -> IO[bytes]:
        file = Path(self.path(key)).open("rb")  # noqa: SIM115
        file.seek(start)
        return file

    def download_url(self, key: str, name: str, content_type: str, *, as_attachment: bool) -> str:
        return ""

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """List a folder. One that does not exist is empty, as the root is before the first upload."""
        return super().listdir(path) if self.exists(path) else ([], [])
