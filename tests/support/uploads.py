"""Uploads: multipart bodies and sample contents of each kind."""

import io
import uuid
import zipfile
from typing import Any
from uuid import UUID

import httpx
from django.core.files.base import ContentFile
from PIL import Image

from files.models import File
from files.storage.backends import save_object
from files.thumbnails.queue import make_thumbnail
from tests.support.people import Person
from tests.support.worlds import World

MIB = 1024 * 1024
TEN = b"0123456789"


def form(name: str, content: bytes, *, field: str = "file") -> tuple[bytes, str]:
    """Return body and content type of a form with one file. `name` is encoded as browsers do."""
    boundary = uuid.uuid4().hex
    quoted = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    head = f'Content-Disposition: form-data; name="{field}"; filename="{quoted}"\r\n'
    result = f"--{boundary}\r\n{head}Content-Type: application/octet-stream\r\n\r\n"
    return (
        result.encode() + content + f"\r\n--{boundary}--\r\n".encode(),
        f"multipart/form-data; boundary={boundary}",
    )


def send(
    person: Person, project_id: str, name: str, content: bytes, *, key: str | None = None
) -> httpx.Response:
    body, kind = form(name, content)
    return person.call("POST", f"/files?project_id={project_id}", body, key=key, **{"content-type": kind})


def text(size: int) -> bytes:
    return (b"words and " * (size // 10 + 1))[:size]


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, kind, **options)
    return drawn.getvalue()


def archive(*names: str, size: int = 4, mimetype: str = "") -> bytes:
    """`mimetype` is the member that OpenDocument and EPUB begin with."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "x" * size)
    return packed.getvalue()


def with_thumbnail(file_id: str) -> None:
    """Make the thumbnail here, and not beside the upload: another thread sees no uncommitted row."""
    make_thumbnail(UUID(file_id))


def with_bytes(world: World, name: str) -> str:
    """Store bytes for a file of the world; return its id."""
    file = File.objects.get(pk=world.files[name])
    for key in filter(None, (file.key, file.thumbnail_key)):
        save_object(key, ContentFile(TEN))
    return str(file.pk)
