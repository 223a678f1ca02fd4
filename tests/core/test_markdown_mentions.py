"""The server looks for names in the pieces of text in which the renderer marks them, and nowhere else."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.markdown import to_html, to_line, unquoted_texts

EVE = re.compile(r"@Eve")
PIECES = [
    *(
        "@Eve",
        "`@Eve`",
        "[@Eve](https://a.b)",
        "https://a.b/@Eve",
        "<https://a.b/@Eve>",
        "x@Eve.com",
        "\\@Eve",
    ),
    *(
        "> @Eve",
        "- @Eve",
        "```\n@Eve\n```",
        "    @Eve",
        "<b>@Eve</b>",
        "*@Eve*",
        "# @Eve",
        "|@Eve|\n|-|\n|@Eve|",
    ),
    *("![@Eve](a)", "[@Eve]: https://a.b", "[x]: https://@Eve", "\n", "\n\n", " ", "~~@Eve~~", "<!-- @Eve"),
]


@pytest.mark.parametrize(
    "text",
    [
        *("`@Eve`", "```\n@Eve\n```", "    @Eve", "[@Eve](https://a.b)", "![@Eve](https://a.b)", "\\@Eve"),
        *(
            "https://a.b/@Eve",
            "<https://a.b/@Eve>",
            "> @Eve",
            "> - @Eve",
            "- > @Eve",
            "[x]: https://a.b/@Eve",
        ),
    ],
)
def test_nobody_is_called_in_code_links_addresses_and_quotes(text: str) -> None:
    assert not EVE.search("\n".join(unquoted_texts(text)))
    assert "<b>" not in to_html(text, unquoted=[(EVE, lambda match: "<b></b>")])
    assert "@Eve" in to_line(f"{text}\n@Eve", 100)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=8))
def test_what_is_marked_is_what_is_found(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = sum(len(EVE.findall(piece)) for piece in unquoted_texts(text))
    html = to_html(text, unquoted=[(EVE, lambda match: '<i data-hue="red"></i>')])
    assert html.count('<i data-hue="red">') == found
