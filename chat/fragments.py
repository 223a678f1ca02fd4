"""HTML of messages that is sent to pages along with events."""

from django.template.loader import render_to_string

from chat.context import PAGE, message_contexts
from chat.models import Message
from projects.events.log import EventWire
from projects.realtime.fragments import fragment


@fragment("chat.message.created", "chat.message.updated", "chat.message.deleted")
def message_fragment(wire: EventWire) -> str:
    """Render the message in its current state, which may be newer than the event."""
    message = Message.objects.filter(pk=wire["payload"]["id"]).select_related("project").first()
    if message is None:
        return ""
    context = {"message": message_contexts([message], message.project)[0]}
    return render_to_string("chat/_message.html", context)


@fragment("file.deleted")
def stripped_messages_fragment(wire: EventWire) -> str:
    """Render the newest messages that a deleted file was attached to, at most PAGE of them."""
    message_ids = wire["changes"].get("messageIds", [[]])[0][-PAGE:]
    messages = list(Message.objects.filter(pk__in=message_ids).select_related("project"))
    contexts = message_contexts(messages, messages[0].project) if messages else []
    items = [{"kind": "message", **context} for context in contexts]
    return render_to_string("chat/_items.html", {"items": items})
