"""Reads what was typed into a search. An operator without a known value is a word as it stands."""

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from core.search.dates import parse_days
from core.search.folding import fold
from core.search.query import MAX_LENGTH, Operator, Query, parse
from core.wire import SURROGATE
from projects.errors import invalid_field
from projects.search.words import NONE, OVERDUE, meaning


def search_text(params: QueryDict, name: str = "q") -> str:
    """Return the text of a parameter, without what a database cannot search for."""
    return SURROGATE.sub("", params.get(name, "")).replace("\x00", " ").strip()[:MAX_LENGTH]


def asked_text(params: QueryDict, name: str = "q") -> str:
    """Return the text of a parameter of the API, which may be blank. Raises Invalid."""
    text = params.get(name, "")
    if len(text) > MAX_LENGTH:
        raise invalid_field(name, _("At most {limit} characters.").format(limit=MAX_LENGTH))
    if "\x00" in text or SURROGATE.search(text):
        raise invalid_field(name, _("This contains a character that can’t be stored."))
    return text


def read_query(text: str) -> Query:
    return parse(text, accepts=is_understood)


def is_understood(operator: Operator) -> bool:
    """Return whether the value of an operator is one; a name always is, whether or not something has it."""
    if (
        operator.name == "due"
        and not operator.comparison
        and (meaning(NONE, operator.value) or meaning(OVERDUE, operator.value))
    ):
        return True
    if operator.name in ("due", "before", "after"):
        today = timezone.localdate()
        return parse_days(fold(operator.value), today=today, ahead=operator.name == "due") is not None
    return True
