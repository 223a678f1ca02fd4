"""Search of messages, for all kinds together and for the chat alone."""

from django.urls import reverse

from chat.models import Message, MessageQuerySet
from chat.search.documents import MESSAGES
from core.search.highlights import excerpt
from core.search.query import parse
from projects.models import Project
from projects.search.finding import Found, find, find_newest
from projects.search.providers import Hit, HitRank, SearchQuery, search_providers


@search_providers.register("messages")
def find_messages(sought: SearchQuery) -> list[Hit]:
    rows = Message.objects.filter(deleted_at=None).select_related("author")
    found = find(MESSAGES, rows, sought.query, project_ids=sought.project_ids, limit=sought.limit)
    return [_hit(each, sought) for each in found]


def matching(rows: MessageQuerySet, text: str, project: Project, *, limit: int) -> MessageQuerySet:
    """Return the newest of `rows` of the project that are hits of the text."""
    query = parse(text)
    if not query.terms:
        return rows.none() if text.strip() else rows
    return rows.filter(pk__in=find_newest(MESSAGES, rows, query, project_ids=[project.pk], limit=limit))


def _hit(found: Found[Message], sought: SearchQuery) -> Hit:
    message = found.row
    return Hit(
        kind="message",
        project_id=message.project_id,
        id=message.pk,
        title=message.author.display_name,
        excerpt=excerpt(message.text, sought.query)[0],
        url=f"{reverse('board', args=[message.project_id])}#message-{message.pk}",
        rank=HitRank(False, found.rank, found.is_open),
        at=message.created_at,
    )
