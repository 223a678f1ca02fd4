"""Renders Markdown to HTML on the server and sanitizes it. HTML in the source is shown as text.

An app may replace patterns in plain text (not in code or links) and whole links by HTML of its own.
"""

import re
from collections.abc import Callable

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

ATTRIBUTES = {
    "a": {"href", "title", "class", "data-card"},
    "code": {"class"},
    "ol": {"start"},
    "span": {"class", "data-user", "data-hue", "title"},
    "i": {"class", "data-hue"},
}
SCHEMES = {"http", "https", "mailto"}
TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "li",
        "ol",
    ),
    *("p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}

ReplaceMatch = Callable[[re.Match[str]], str | None]
ReplaceLink = Callable[[str], str | None]
Replacements = list[tuple[re.Pattern[str], ReplaceMatch]]

_markdown = MarkdownIt("js-default", {"html": False, "breaks": True, "linkify": True, "maxNesting": 20})
_markdown.enable("linkify")


def to_html(
    text: str, *, replacements: Replacements | None = None, replace_link: ReplaceLink | None = None
) -> str:
    """Return sanitized HTML of the Markdown `text`.

    `replacements` are patterns in plain text, each with a function that returns safe HTML for a match, or
    None to leave it. `replace_link` does the same for the address of a whole link.
    """
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = _replace_in_children(token.children, replacements or [], replace_link)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def _replace_in_children(
    children: list[Token], replacements: Replacements, replace_link: ReplaceLink | None
) -> list[Token]:
    result: list[Token] = []
    in_link = False
    rest = iter(children)
    for token in rest:
        if (
            token.type == "link_open"
            and replace_link
            and (html := replace_link(str(token.attrGet("href") or "")))
        ):
            result.append(_html_token(html))
            for skipped in rest:
                if skipped.type == "link_close":
                    break
            continue
        in_link = token.type == "link_open" or (in_link and token.type != "link_close")
        result += [token] if in_link or token.type != "text" else _apply_replacements(token, replacements)
    return result


def _apply_replacements(token: Token, replacements: Replacements) -> list[Token]:
    parts: list[Token] = [token]
    for pattern, replace in replacements:
        parts = [piece for part in parts for piece in _replace_in_token(part, pattern, replace)]
    return parts


def _replace_in_token(token: Token, pattern: re.Pattern[str], replace: ReplaceMatch) -> list[Token]:
    if token.type != "text":
        return [token]
    pieces: list[Token] = []
    start = 0
    for match in pattern.finditer(token.content):
        html = replace(match)
        if html is not None:
            pieces += [_text_token(token.content[start : match.start()]), _html_token(html)]
            start = match.end()
    return [*pieces, _text_token(token.content[start:])]


def _text_token(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _html_token(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)
