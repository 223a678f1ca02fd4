"""Full-text search of messages."""

from django.urls import reverse

from chat.models import Message
from core.full_text import rank_matches
from projects.search import Hit, SearchQuery, excerpt, search_providers


@search_providers.register("messages")
def find_messages(sought: SearchQuery) -> list[Hit]:
    rows = Message.objects.filter(project__in=sought.projects, deleted_at=None).select_related("author")
    found = rank_matches(rows, sought.words, table="messages", fields=["text"], limit=sought.limit)
    return [
        Hit(
            kind="message",
            project_id=message.project_id,
            id=message.pk,
            title=message.author.display_name,
            excerpt=excerpt(message.text, sought.words),
            url=f"{reverse('board', args=[message.project_id])}#message-{message.pk}",
            rank=rank,
            at=message.created_at,
        )
        for message, rank in found
    ]
