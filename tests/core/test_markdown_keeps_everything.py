"""Nothing that a person wrote disappears: every letter and digit that is no syntax is shown."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.markdown import to_html, to_line
from tests.core.visible_html import VisibleHtml

PIECES = [
    *(
        "*",
        "**",
        "_",
        "__",
        "~~",
        "`",
        "```",
        "[",
        "]",
        "(",
        ")",
        "![",
        "<",
        ">",
        "|",
        "\\",
        "&",
        "#",
        "~",
        "!",
    ),
    *(
        "\n",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n2026. ",
        "\n007. ",
        "\n12345678901. ",
        "\n# ",
        "\n    ",
        "\n\t",
    ),
    *(
        " ",
        "  \n",
        "\\\n",
        "\n---\n",
        "\n===\n",
        "\n```py title\n",
        "\n~~~\n",
        "\n- [ ] ",
        "\n- [x] ",
        "\n> > ",
    ),
    *("\n|a|b|\n|:-|-:|\n|1|2|3|4|\n", "\n[ref1]: https://r.example/x 'title'\n", "\n[Note]: word\n", "[^1]"),
    *(
        "\n[^1]: note\n",
        "\n[ref2]: <javascript:x> (t)\n",
        "![alt](https://p.example/a.png 'title')",
        "![](/b.png)",
    ),
    *("[text](ftp://f.example)", "[![alt](i.png)](https://l.example)", "[a [b](c) d](e)", "![a ![b](c)](d)"),
    *(
        "<b>",
        "</b>",
        "<!-- hidden",
        "-->",
        "<script>",
        "</script>",
        "<![CDATA[",
        "]]>",
        "<?php",
        "?>",
        "<!X>",
    ),
    *(
        "<style>a{}</style>",
        "<a href='x'>",
        "&nbsp;",
        "&#0;",
        "&#x41;",
        "List<String>",
        "<std::string>",
        "<person>",
    ),
    *(
        "<https://a.example>",
        "<ftp://b.example>",
        "<tel:123>",
        "<me@x.example>",
        "\\\\server\\share",
        "C:\\new\\_t",
    ),
    *(
        "__init__",
        "__a b__",
        "snake_case_name",
        "*args, **kwargs",
        "2*3*4",
        "a*b*c",
        "~/x",
        "~y~",
        "#hashtag",
    ),
    *("https://e.example/a_(b)_c", "www.e.example/~x", "e.example.com", "README.md", "x@e.example", "\\@Eve"),
    *("日本語", "Привет", "ÀÉ", "\u0301", "ß", "𝐀", "٣", "ⷀ", "⸀", "\u2e2e", "1", "a", "Z"),
]


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


def lost(text: str) -> Counter[str]:
    return letters(text) - letters(VisibleHtml(to_html(text)).everything)


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=14))
def test_every_letter_and_digit_is_shown(pieces: list[str]) -> None:
    assert lost("".join(pieces)) == Counter()


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=10))
def test_one_line_has_every_letter_that_the_page_shows(pieces: list[str]) -> None:
    """Only what a fence says of its code is left out."""
    text = "".join(pieces).replace("```", "").replace("~~~", "")
    shown = "".join(VisibleHtml(to_html(text)).texts)
    assert letters(shown) - letters(to_line(text, 10_000)) == Counter()
