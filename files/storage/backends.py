"""Where the bytes of files lie: on disk or in a bucket, as the settings say. Trouble becomes a refusal."""

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

from files.errors import StorageAway, StorageFull

log = logging.getLogger("kanban.files")

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def store() -> Any:
    """A DiskStorage or a BucketStorage. What goes wrong in either is an OSError."""
    return storages["files"]


def new_key(project_id: UUID) -> str:
    return f"{project_id}/{uuid4()}"


def keep(key: str, content: Content) -> None:
    """Raises StorageAway. A bucket that fell silent may have it all the same."""
    with _refusing():
        store().save(key, content)


def remove(keys: Iterable[str]) -> None:
    """What cannot be removed now is left to the sweeper."""
    for key in keys:
        try:
            store().delete(key)
        except OSError as error:
            _warn(error)


def part(key: str, start: int, stop: int) -> IO[bytes]:
    """To be read from `start` on, up to `stop` at most, and closed. Raises StorageAway."""
    with _refusing():
        return cast(IO[bytes], store().part(key, start, stop))


def whole(key: str) -> bytes:
    """Of something small. Raises StorageAway."""
    with _refusing(), store().open(key) as file:
        return cast(bytes, file.read())


def link(key: str, *, name: str, content_type: str, attached: bool) -> str:
    """Where a browser gets it by itself for a minute; "" where it has to come through here."""
    with _refusing():
        return cast(str, store().link(key, name, content_type, attached=attached))


def folders() -> Iterator[list[str]]:
    """The keys of everything there is, a folder at a time."""
    with _refusing():
        for folder in store().listdir("")[0]:
            yield [f"{folder}/{name}" for name in store().listdir(folder)[1]]


def age(key: str) -> dt.timedelta:
    with _refusing():
        return dt.datetime.now(dt.UTC) - store().get_modified_time(key)


def probe() -> None:
    """Raises where nothing can be stored."""
    key = f"health/{uuid4()}"
    keep(key, ContentFile(b"ok"))
    store().delete(key)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _warn(error)
        raise (StorageFull if error.errno in NO_ROOM else StorageAway) from error


def _warn(error: OSError) -> None:
    log.warning("storage", extra={"facts": {"reason": str(error)[:200]}})
