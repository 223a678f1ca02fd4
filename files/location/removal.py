"""Removes the place from pictures that are uploaded, if their project wants it."""

from django.conf import settings

from core.backpressure import Gate
from files.location.formats import FORMATS
from files.models import Location
from files.thumbnails.worker_process import WorkerFailed, run_worker

WORKER = "files.location.worker"
TRACES = (
    *(b"Exif", b"eXIf", b"EXIF"),
    *(b"xmpmeta", b"rdf:RDF", b"ns.adobe.com/xmp", b"com.adobe.xmp", b"Raw profile type"),
)
"""What a picture has somewhere if it has metadata. Most screenshots have none and need no worker."""

UNREAD_FORMATS = {
    "image/x-raw": (b"",),
    "image/vnd.adobe.photoshop": (b"GPSLatitude",),
    "image/jxl": (b"Exif", b"GPSLatitude"),
    "image/jp2": (b"Exif", b"GPSLatitude"),
}
"""Pictures whose metadata nothing here can change, and what of them may tell a place."""

QUEUED_PICTURES = 200
GATE = Gate(places=settings.THUMBNAIL_WORKERS, queue=QUEUED_PICTURES)


def remove_location(content: bytes, content_type: str) -> tuple[bytes, Location]:
    """Return the content without its place, and what became of that. Raises Busy or Unavailable.

    The pixels are the same, byte for byte.
    """
    if any(trace in content for trace in UNREAD_FORMATS.get(content_type, ())):
        return content, Location.KEPT
    if not _has_metadata(content, content_type):
        return content, Location.NONE
    try:
        with GATE.place():
            cleaned = run_worker(WORKER, content, content_type)
    except WorkerFailed:
        return content, Location.KEPT
    return (cleaned, Location.REMOVED) if cleaned else (content, Location.NONE)


def _has_metadata(content: bytes, content_type: str) -> bool:
    if content_type == "image/tiff":  # the format of EXIF itself
        return True
    return content_type in FORMATS and any(trace in content for trace in TRACES)
