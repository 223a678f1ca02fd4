"""Messages, found by their words."""

from django.urls import reverse

from chat.models import Message
from core.full_text import ranked
from projects.search import FINDERS, Hit, Sought, excerpt


def find_messages(sought: Sought) -> list[Hit]:
    rows = Message.objects.filter(project__in=sought.projects, deleted_at=None).select_related("author")
    found = ranked(rows, sought.words, table="messages", fields=["text"], limit=sought.limit)
    return [
        Hit(
            kind="message",
            project_id=message.project_id,
            id=message.pk,
            title=message.author.display_name,
            excerpt=excerpt(message.text, sought.words),
            url=f"{reverse('board', args=[message.project_id])}#message-{message.pk}",
            rank=message.rank,
            at=message.created_at,
        )
        for message in found
    ]


FINDERS["messages"] = find_messages
