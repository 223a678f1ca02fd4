"""Search of messages, for all kinds together and for the chat alone."""

from django.urls import reverse

from accounts.models import User
from chat.models import Message, MessageQuerySet
from chat.search.documents import MESSAGES
from core.search.excerpts import markdown_excerpt
from projects.models import Project
from projects.search.engine import Found
from projects.search.filtered_search import find_narrowed, rows_found
from projects.search.providers import Hit, HitRank, SearchQuery, search_providers
from projects.search.query_text import read_query


@search_providers.register("messages")
def find_messages(sought: SearchQuery) -> list[Hit]:
    rows = Message.objects.filter(deleted_at=None).select_related("author")
    found = find_narrowed(MESSAGES, rows, sought, "messages")
    return [_hit(each, sought) for each in found]


def matching(
    rows: MessageQuerySet, text: str, project: Project, person: User, *, limit: int
) -> MessageQuerySet:
    """Return the newest of `rows` of the project that are hits of the text; all if it says nothing yet."""
    sought = SearchQuery(read_query(text), person, {project.pk: project}, limit)
    if not sought.query:
        return rows if sought.query.is_untyped else rows.none()
    return rows_found(MESSAGES, rows, sought, "messages")


def _hit(found: Found[Message], sought: SearchQuery) -> Hit:
    message = found.row
    return Hit(
        kind="message",
        project_id=message.project_id,
        id=message.pk,
        title=message.author.display_name,
        excerpt=markdown_excerpt(message.text, sought.query),
        url=f"{reverse('board', args=[message.project_id])}#message-{message.pk}",
        rank=HitRank(False, found.rank, found.is_open),
        at=message.created_at,
        author=message.author.display_name,
    )
