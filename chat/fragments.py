"""The server-rendered messages that events carry to pages."""

from typing import Any

from django.template.loader import render_to_string

from chat.context import PAGE, message_faces
from chat.models import Message
from projects.realtime.fragments import fragment


@fragment("chat.message.created", "chat.message.updated", "chat.message.deleted")
def message_fragment(wire: dict[str, Any]) -> str:
    """The message as it is now, which may be newer than the event."""
    message = Message.objects.filter(pk=wire["payload"]["id"]).select_related("project").first()
    if message is None:
        return ""
    face = message_faces([message], message.project)[0]
    return render_to_string("chat/_message.html", {"message": face})


@fragment("file.deleted")
def stripped_messages_fragment(wire: dict[str, Any]) -> str:
    """Messages that a deleted file was taken out of: the newest, no more than a page shows at first."""
    message_ids = wire["changes"].get("messageIds", [[]])[0][-PAGE:]
    messages = list(Message.objects.filter(pk__in=message_ids).select_related("project"))
    faces = message_faces(messages, messages[0].project) if messages else []
    return render_to_string("chat/_items.html", {"items": [{"kind": "message", **face} for face in faces]})
