"""Files as they stand on the wire: in answers, events and messages."""

from typing import Any

from files.models import File


def file_wire(file: File) -> dict[str, Any]:
    """`width` and `height` in pixels, of pictures that can be shown; else null."""
    return {
        "id": file.pk,
        "projectId": file.project_id,
        "name": file.name,
        "size": file.size,
        "contentType": file.content_type,
        "sha256": file.sha256,
        "width": file.width,
        "height": file.height,
        "uploaderId": file.uploader_id,
        "createdAt": file.created_at,
    }
