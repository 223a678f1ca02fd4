"""A deleted comment's text is told no more."""

from boards.models import Comment
from projects.events.redaction import redact_deleted

redact_deleted("comment.", Comment, text="")
