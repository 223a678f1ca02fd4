"""Markdown shows everything that was written, and as what it was meant."""

import re

import pytest

from core.markdown import to_html, to_line
from core.markup.parser import STAND_INS
from tests.core.visible_html import VisibleHtml


def shown(text: str) -> str:
    """The visible text of `text` as HTML."""
    return "".join(VisibleHtml(to_html(text)).texts).strip()


def links(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', to_html(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<b>x</b>",
            "<!-- note -->",
            "<script>alert(1)</script>",
            "<![CDATA[x]]>",
            "<?php x ?>",
            "<!DOCTYPE x>",
        ),
        *(
            "&nbsp;",
            "&#0;",
            "&amp;lt;",
            "&#x41;",
            "List<String>",
            "<person>",
            "<std::string>",
            "a < b && c > d",
        ),
        *(
            "\\\\server\\share",
            "\\\\server\\_new\\*x",
            "C:\\new\\_table",
            "C:\\*.txt D:\\*.txt",
            "(C:\\a_b_\\c)",
        ),
        *(
            "__init__",
            "__name__ == '__main__'",
            "__FILE__",
            "a.__dict__",
            "snake_case_name",
        ),
        *(
            "2*3*4",
            "2**3**4",
            "a*b*c",
            "~/x ~/y~",
            "~5~",
            "#hashtag",
            "12345678901. x",
            "007. James",
            "[^1]: note",
        ),
        *(
            "[TODO]: later",
            "[Anna]: yes",
            "ftp://x.example/y",
            "<ftp://x.example>",
            "javascript:alert(1)",
            "<tel:1>",
        ),
        *("[]()", "![]()", "https://a.example/_b_c_", "|not a table|", "$x$ and {y}", "e.g. i.e. U.S."),
    ],
)
@pytest.mark.parametrize("around", ["{}", "> {}", "- {}", "# {}", "*{}*", "> - **{}**"])
def test_it_stays_as_it_was_written(text: str, around: str) -> None:
    assert shown(around.format(text)) == text


def test_what_stays_as_it_was_written_does_so_in_tables_and_links() -> None:
    for text in ("List<String>", "<person>", "__init__", "2*3*4", "&nbsp;", "C:\\new\\_x"):
        assert shown(f"|{text}|\n|-|\n|x|").startswith(text)
        assert shown(f"[{text}](https://a.example)") == text
        assert shown(f"`{text}`") == text
        assert shown(f"```\n{text}\n```") == text


def test_a_backslash_takes_the_meaning_of_what_follows_and_goes() -> None:
    assert shown("f(*args, **kwargs)") == "f(*args, **kwargs)"
    for text in ("*", "_", "<b>", "&amp;", "[^1]", "~", "`", "#", "\\"):
        assert shown(f"x \\{text}") == f"x {text}"


def test_markdown_goes_on_around_html() -> None:
    assert "<strong>b</strong>" in to_html("<div>\n**b**\n</div>")
    assert "<strong>b</strong>" in to_html("<!-- open\n\n**b**")
    assert "<strong>b</strong>" in to_html("<script>\n\n- **b**")


def test_a_text_with_every_stand_in_is_shown_as_it_was_written() -> None:
    text = "".join(STAND_INS) + "<b>*a*"
    assert shown(text) == text


# ── Links ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("![alt](https://x.example/a.png)", "https://x.example/a.png", "alt"),
        ("![](https://x.example/a.png)", "https://x.example/a.png", "https://x.example/a.png"),
        ("[](https://x.example)", "https://x.example", "https://x.example"),
        ("[a](https://x.example/a_(b))", "https://x.example/a_(b)", "a"),
        ("[a](example.com/x)", "http://example.com/x", "a"),
        ("(see https://x.example/a_(b)).", "https://x.example/a_(b)", "https://x.example/a_(b)"),
        ("https://x.example/a\\_b", "https://x.example/a_b", "https://x.example/a_b"),
        ("https://x.example/a_b_c~d, and", "https://x.example/a_b_c~d", "https://x.example/a_b_c~d"),
        ("«https://x.example»", "https://x.example", "https://x.example"),
        ("see www.example.com/path!", "http://www.example.com/path", "www.example.com/path"),
        ("Example.com.", "http://Example.com", "Example.com"),
        ("at example.co.uk:8080/x?", "http://example.co.uk:8080/x", "example.co.uk:8080/x"),
        ("看https://x.example。", "https://x.example", "https://x.example"),
        ("请看example.com。", "http://example.com", "example.com"),
        ("пример.рф", "http://пример.рф", "пример.рф"),
        (
            "https://x.example/?a=1&amp;b=2",
            "https://x.example/?a=1&amp;amp;b=2",
            "https://x.example/?a=1&amp;amp;b=2",
        ),
        ("me@x.example", "mailto:me@x.example", "me@x.example"),
        ("<me@x.example>", "mailto:me@x.example", "me@x.example"),
    ],
)
def test_an_address_is_a_link(text: str, address: str, words: str) -> None:
    assert links(text) == [(address, words)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "README.md",
            "main.py",
            "ASP.NET",
            "Node.js",
            "file.sh",
            "build.rs",
            "script.pl",
            "logger.info",
            "std.io",
        ),
        *(
            "done.in",
            "Yes.it",
            "example.com()",
            "my_app.com",
            "java.com.Class",
            "$x.com",
            "v1.2.3",
            "3.11",
            "10.0.0.1",
        ),
        *(
            "[a](docs/guide.md)",
            "[a](ftp://x.example)",
            "[a](tel:123)",
            "[a](data:text/html,x)",
            "[a](vbscript:x)",
        ),
    ],
)
def test_it_is_no_link(text: str) -> None:
    assert links(text) == []


def test_an_address_that_is_no_link_is_shown_behind_its_text() -> None:
    assert shown('[a](ftp://x.example "t")') == "a (ftp://x.example, t)"
    assert shown("![a](docs/a.png)") == "a (docs/a.png)"
    assert shown("![](docs/a.png)") == "docs/a.png"


def test_a_title_is_shown() -> None:
    assert shown('[a](https://x.example "the title")') == "a (the title)"


def test_a_picture_in_a_link_tells_its_address() -> None:
    html = to_html("[![a](https://x.example/i.png)](https://y.example)")
    assert '<span title="https://x.example/i.png">a</span>' in html
    assert 'href="https://y.example"' in html


def test_definitions_of_addresses_are_shown_and_lead_there() -> None:
    text = "[x]: https://x.example 'title'\n[x]: https://other.example\n\n- [y]: /z\n\n> [z]: #q\n\n[a][x]"
    assert shown(text).split("\n")[:2] == ["[x]: https://x.example 'title'", "[x]: https://other.example"]
    assert "[y]: /z" in shown(text)
    assert "[z]: #q" in shown(text)
    assert ("https://x.example", "a") in links(text)


# ── Lists and tables ──────────────────────────────────────────────────────────────────────────────


def test_a_list_keeps_its_numbers() -> None:
    assert '<ol start="2026" class="wide">' in to_html("2026. It was")
    assert re.findall(r'value="(\d+)"', to_html("3. a\n5. b\n6. c\n9. d")) == ["5", "9"]
    assert "value" not in to_html("1. a\n1. b\n1. c")


def test_tasks_have_boxes_with_names_and_places() -> None:
    html = to_html("é\n\n- [ ] buy **milk**\n  for ada\n- [x] done\n  - [ ] below")
    boxes = re.findall(r"<input [^>]*>", html)
    assert boxes == [
        '<input type="checkbox" disabled="" data-at="5" aria-label="buy milk">',
        '<input type="checkbox" disabled="" checked="" data-at="34" aria-label="done">',
        '<input type="checkbox" disabled="" data-at="47" aria-label="below">',
    ]


def test_a_table_has_its_alignment_and_can_be_scrolled() -> None:
    html = to_html("|Name|Price|N|\n|:-|-:|:-:|\n|a|1|2|3|`4`|")
    assert '<div class="table-scroll" tabindex="0" role="region" aria-label="Name Price N">' in html
    assert '<td dir="auto" class="at-right">1</td><td dir="auto" class="at-center">2</td>' in html
    assert '<td dir="auto">3</td><td dir="auto">`4`</td>' in html


def test_a_table_without_a_head_is_named_by_its_first_row() -> None:
    html = to_html("| | |\n|-|-|\n| | |\n|Oil|`2` l|\n|Wick|1|")
    assert '<div class="table-scroll" tabindex="0" role="region" aria-label="Oil 2 l">' in html


# ── Code ──────────────────────────────────────────────────────────────────────────────────────────


def test_code_names_its_language_and_is_coloured() -> None:
    html = to_html('```python title="x"\n# note\ndef f(a=1): return "s"\n```')
    assert '<span class="code__name" dir="auto">python title="x"</span>' in html
    assert '<span class="tok-comment"># note</span>' in html
    assert (
        '<span class="tok-keyword">def</span> <span class="tok-name">f</span>(a=<span class="tok-number">1'
        in html
    )
    assert "tok-" not in to_html("```unknown\ndef f(): return 1\n```")


@pytest.mark.parametrize(
    ("language", "code", "token"),
    [
        ("js", "const a = `b`", "string"),
        ("TS", "// x", "comment"),
        ("json", '{"a": 1}', "key"),
        ("yaml", "a: 1", "key"),
        ("sql", "SELECT 1", "keyword"),
        ("html", "<p class='x'>", "keyword"),
        ("diff", "+a\n-b", "removed"),
        ("bash", "echo $HOME", "key"),
        ("toml", "[a]\nb = 1", "key"),
        ("css", "a { color: red; }", "key"),
        ("c++", "#include <x>", "key"),
        ("go", "func f() {}", "keyword"),
        ("rust", "#[test]", "key"),
        ("c#", "public class A", "keyword"),
    ],
)
def test_languages_have_colours(language: str, code: str, token: str) -> None:
    html = to_html(f"```{language}\n{code}\n```")
    assert f'<span class="tok-{token}">' in html
    assert shown(f"```{language}\n{code}\n```") == f"{language}\n{code}"


# ── One line ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("**a** `b`\n\n- c\n- [x] d\n\n3. e", "a b c d 3. e"),
        ("# T\n> q\n\n```py\nf(x)\n```", "T q f(x)"),
        (
            "[docs](https://x.example) ![](https://y.example/i.png) [f](ftp://x)",
            "docs https://y.example/i.png f (ftp://x)",
        ),
        ("List<String> &nbsp; __init__ \\*", "List<String> &nbsp; __init__ *"),
        ("|a|b|\n|-|-|\n|1|2|", "a b 1 2"),
    ],
)
def test_one_line_drops_only_syntax(text: str, line: str) -> None:
    assert to_line(text, 200) == line


def test_one_line_is_cut_with_an_ellipsis() -> None:
    assert to_line("word " * 100, 20) == "word word word word…"
    assert to_line("[a](https://x.example/" + "y" * 900 + ") b", 20).endswith("…")
