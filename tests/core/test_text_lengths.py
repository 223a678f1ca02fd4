"""Characters of a text count after cleaning, on the server as in the browser, and a refusal says how many."""

from typing import Any

import pytest
from rest_framework.exceptions import ValidationError

from core.wire import Name, Text
from kanban.templatetags.limits import limit
from projects.inputs import Prose
from tests.support.text_tables import LENGTHS

FIELDS: dict[str, Any] = {
    "name": Name,
    "prose": Prose,
    "line": Text,
    "raw": lambda **options: Text(multiline=True, trim=False, **options),
}


@pytest.mark.parametrize("row", LENGTHS, ids=lambda row: row["what"])
@pytest.mark.parametrize("kind", FIELDS)
def test_a_text_may_have_exactly_as_many_characters_as_are_counted(kind: str, row: dict[str, Any]) -> None:
    # Half a character is refused whatever its length; other characters stand for it.
    text, length = "".join("x" if "\ud800" <= char <= "\udfff" else char for char in row["text"]), row[kind]
    if text != row["text"]:
        length = len(text)
    field = FIELDS[kind]
    if not length:
        assert field(max_length=1, blank=True).run_validation("" if kind == "name" else text) == ""
        return
    assert len(field(max_length=length).run_validation(text)) == length
    if length > 1 and kind != "name":
        with pytest.raises(ValidationError, match=f"At most {length - 1} characters; this has {length}"):
            field(max_length=length - 1).run_validation(text)


def test_the_counting_of_a_field_is_named_for_the_browser() -> None:
    assert limit("card.update", "title") == 'data-limit="200" data-limit-of="name"'
    assert limit("card.update", "description") == 'data-limit="20000" data-limit-of="raw"'
    assert limit("comment.create", "text") == 'data-limit="4000" data-limit-of="prose"'


def test_a_name_counts_after_cleaning() -> None:
    assert Name(max_length=2).run_validation("e\u0301\u200be\u0301 ") == "éé"
    with pytest.raises(ValidationError, match="At most 1 characters; this has 2"):
        Name(max_length=1).run_validation("éé")
