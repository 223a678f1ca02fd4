"""Sentences about an entity with a name, such as a column or label, with the changed fields below."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from boards.models import Hue
from projects.history.sentences import Change, Sentence, SentenceContext, fill, strong

NAMED_FIELDS = {
    "name": gettext_lazy("Name"),
    "color": gettext_lazy("Colour"),
    "wipLimit": gettext_lazy("Card limit"),
}


def named_sentence(event: SentenceContext, text: str) -> Sentence:
    """Fill `text` with the actor and the entity's name, and list the changes of NAMED_FIELDS."""
    changes = [
        Change(label, *(_value(field, value) for value in event.changes[field]))
        for field, label in NAMED_FIELDS.items()
        if field in event.changes
    ]
    return Sentence(fill(text, who=event.who, name=bold_name(event)), [*changes])


def bold_name(event: SentenceContext) -> SafeString:
    return strong(event.payload["name"])


def _value(field: str, value: Any) -> str:
    if value is None:
        return ""
    return str(Hue(value).label) if field == "color" else str(value)
