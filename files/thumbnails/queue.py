"""The queue of thumbnails to make. They are made beside requests, in threads and processes of their own.

An upload puts its picture into the queue of its process. If the queue is full, or the process ends first, the
thumbnail is made when it is first asked for.
"""

import logging
from contextlib import suppress
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile

from core.backpressure import Busy, wait_for
from core.bounded_pool import BoundedPool
from files.models import File
from files.storage.backends import delete_objects, new_key, read_all, save_object
from files.thumbnails.worker_process import WorkerFailed, run_worker
from projects.errors import Unavailable

log = logging.getLogger("kanban.files")

RENDERER = "files.thumbnails.render"
QUEUE_LENGTH = 200
"""Pictures that wait, of which only the ids are in memory."""

POOL = BoundedPool("thumbnails", threads=settings.THUMBNAIL_WORKERS, queue=QUEUE_LENGTH)


def enqueue_thumbnail(file_id: UUID) -> None:
    """Have the thumbnail made soon, if there is room in the queue."""
    with suppress(Busy):
        POOL.submit(file_id, partial(make_thumbnail, file_id))


def wait_for_thumbnail(file_id: UUID) -> None:
    """Wait until the thumbnail is made or has failed. Raises Busy after the time-out, or at a full queue."""
    wait_for(POOL.submit(file_id, partial(make_thumbnail, file_id)))


def make_thumbnail(file_id: UUID) -> None:
    """Make and store the thumbnail, or note that it cannot be made."""
    rows = File.objects.undeleted().pictures().filter(pk=file_id, thumbnail_key=None)
    file = rows.first()
    if file is None:
        return
    try:
        thumbnail = run_worker(RENDERER, read_all(file.key))
    except Unavailable:  # logged by the storage; the next request for the thumbnail tries again
        return
    except WorkerFailed as reason:
        log.info("image not decoded", extra={"facts": {"file": str(file_id), "status": reason.status}})
        rows.update(thumbnail_failed=True)
        return
    key = new_key(file.project_id)
    with suppress(Unavailable):
        save_object(key, ContentFile(thumbnail))
        if not rows.update(thumbnail_key=key):  # deleted meanwhile, or another process was faster
            delete_objects([key])
