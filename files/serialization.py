"""Serialization of files for responses and events."""

from typing import TypedDict

from core.wire import instant
from files.models import File


class FileWire(TypedDict):
    id: str
    projectId: str
    name: str
    size: int
    contentType: str
    sha256: str
    width: int | None
    height: int | None
    location: str | None
    uploaderId: str
    createdAt: str


def file_wire(file: File) -> FileWire:
    """Return a file. `width` and `height` are the pixels of an image that can be shown, else null.

    `location` is "removed" or "kept" where a picture's metadata had to lose its place, else null.
    """
    return {
        "id": str(file.pk),
        "projectId": str(file.project_id),
        "name": file.name,
        "size": file.size,
        "contentType": file.content_type,
        "sha256": file.sha256,
        "width": file.width if file.is_picture else None,
        "height": file.height if file.is_picture else None,
        "location": file.location or None,
        "uploaderId": str(file.uploader_id),
        "createdAt": instant(file.created_at),
    }
