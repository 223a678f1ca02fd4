"""A deleted message's text and files are told no more."""

from chat.models import Message
from projects.events.redaction import redact_deleted

redact_deleted("chat.message.", Message, text="", files=[])
