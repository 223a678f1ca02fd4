"""Storage of the bytes of files: on disk or in a bucket, as the settings say. Failures become refusals."""

import datetime as dt
import errno
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.base import File as Content
from django.core.files.storage import storages

from files.errors import StorageFull, StorageUnavailable

log = logging.getLogger("kanban.files")

DISK_FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def backend() -> Any:
    """Return the DiskStorage or BucketStorage. Both report every failure as an OSError."""
    return storages["files"]


def new_key(project_id: UUID) -> str:
    return f"{project_id}/{uuid4()}"


def save_object(key: str, content: Content) -> None:
    """Store `content` under `key`. Raises StorageUnavailable.

    A bucket whose response was lost may have stored the object all the same.
    """
    with _os_errors_as_refusals():
        backend().save(key, content)


def delete_objects(keys: Iterable[str]) -> None:
    """Delete the objects. Those that cannot be deleted now are left to `manage.py sweep_files`."""
    for key in keys:
        try:
            backend().delete(key)
        except OSError as error:
            _warn(error)


def read_range(key: str, start: int, stop: int) -> IO[bytes]:
    """Open an object at `start`. Raises StorageUnavailable.

    The caller reads no further than `stop`, and closes it.
    """
    with _os_errors_as_refusals():
        return cast(IO[bytes], backend().read_range(key, start, stop))


def read_all(key: str) -> bytes:
    """Return the bytes of a small object. Raises StorageUnavailable."""
    with _os_errors_as_refusals(), backend().open(key) as file:
        return cast(bytes, file.read())


def download_url(key: str, *, name: str, content_type: str, as_attachment: bool) -> str:
    """Return a signed URL for browsers, valid for a minute; "" if the bytes must pass through this server."""
    with _os_errors_as_refusals():
        return cast(str, backend().download_url(key, name, content_type, as_attachment=as_attachment))


def keys_by_folder() -> Iterator[list[str]]:
    """Yield the keys of all objects, one folder at a time."""
    with _os_errors_as_refusals():
        for folder in backend().listdir("")[0]:
            yield [f"{folder}/{name}" for name in backend().listdir(folder)[1]]


def object_age(key: str) -> dt.timedelta:
    with _os_errors_as_refusals():
        return dt.datetime.now(dt.UTC) - backend().get_modified_time(key)


def probe() -> None:
    """Store and delete a small object. Raises StorageUnavailable or OSError if that fails."""
    key = f"health/{uuid4()}"
    save_object(key, ContentFile(b"ok"))
    backend().delete(key)


@contextmanager
def _os_errors_as_refusals() -> Iterator[None]:
    """Log an OSError, and raise StorageFull or StorageUnavailable in its place."""
    try:
        yield
    except OSError as error:
        _warn(error)
        raise (StorageFull if error.errno in DISK_FULL_ERRNOS else StorageUnavailable) from error


def _warn(error: OSError) -> None:
    log.warning("storage failed", extra={"facts": {"reason": str(error)[:200]}})
