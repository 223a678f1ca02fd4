"""Keeps the search of files in step with uploads and deletions. A name never changes."""

from collections.abc import Iterable
from uuid import UUID

from core.sql.pipeline import ToSql
from files.search.documents import FILES, forget_files
from projects.models import Event
from projects.search.index import Document
from projects.search.index_writes import index_write
from projects.search.indexers import search_indexers


@search_indexers.register("file.uploaded")
def index_file(event: Event) -> Iterable[ToSql]:
    file = event.payload
    return [index_write(FILES, Document(UUID(file["projectId"]), UUID(file["id"]), file["name"], ""))]


@search_indexers.register("file.deleted")
def forget_file(event: Event) -> Iterable[ToSql]:
    return forget_files([UUID(event.payload["id"])])
