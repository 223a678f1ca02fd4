"""Documents of the search index for messages."""

from collections.abc import Sequence
from uuid import UUID

from chat.models import IndexedMessage, Message
from projects.search.index import Document, SearchIndex
from projects.search.rebuild import Indexed, search_indexes

MESSAGES = SearchIndex(IndexedMessage, "message")


def stored_messages(message_ids: Sequence[UUID]) -> list[Document]:
    rows = Message.objects.filter(pk__in=message_ids).exclude(text="")
    return [Document(*row[:2], "", row[2]) for row in rows.values_list("project_id", "id", "text")]


INDEXED_MESSAGES = Indexed(MESSAGES, stored_messages)
search_indexes.add({"messages": INDEXED_MESSAGES}, module=__name__)
