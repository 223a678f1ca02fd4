"""Keeps the search of messages in step with the events that change a text."""

from collections.abc import Iterable
from uuid import UUID

from chat.search.documents import MESSAGES
from core.sql.pipeline import ToSql
from files.search.documents import forget_files
from projects.models import Event
from projects.search.index import Document
from projects.search.index_writes import RemoveText, index_write
from projects.search.indexers import changed, ids_in_changes, search_indexers


@search_indexers.register("chat.message.created")
def index_message(event: Event) -> Iterable[ToSql]:
    message = event.payload
    if not message["text"]:
        return []
    document = Document(UUID(message["projectId"]), UUID(message["id"]), "", message["text"])
    return [index_write(MESSAGES, document)]


@search_indexers.register("chat.message.updated")
def index_changed_message(event: Event) -> Iterable[ToSql]:
    """Index a message again if its text changed; a reaction changes none."""
    if not changed(event, "text"):
        return []
    return index_message(event) or [RemoveText(MESSAGES, UUID(event.payload["id"]))]


@search_indexers.register("chat.message.deleted")
def forget_message(event: Event) -> Iterable[ToSql]:
    """Take the message out, and the files that were deleted with it."""
    files = forget_files(ids_in_changes(event, "fileIds"))
    return [RemoveText(MESSAGES, UUID(event.payload["id"])), *files]
