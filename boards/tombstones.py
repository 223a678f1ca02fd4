"""A deleted comment's text is told no more."""

from boards.models import Comment
from projects.redacting import redact_deleted

redact_deleted("comment.", Comment, text="")
