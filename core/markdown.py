"""Text as HTML: rendered on the server, then cleaned. People's own HTML is shown as text.

Inside plain text (not code, not links) an app may have words of its own turned into HTML by `weave`.
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

Replace = Callable[[re.Match[str]], str | None]
Weave = list[tuple[re.Pattern[str], Replace]]

_markdown = MarkdownIt("js-default", {"html": False, "breaks": True, "linkify": True, "maxNesting": 20})
_markdown.enable("linkify")


def to_html(
    text: str, *, weave: Weave | None = None, links: Callable[[str], str | None] | None = None
) -> str:
    """`weave` maps patterns in plain text to safe HTML (None: leave it); `links` the same for whole links."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = _woven(token.children, weave or [], links)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def _woven(children: list[Token], weave: Weave, links: Callable[[str], str | None] | None) -> list[Token]:
    made: list[Token] = []
    in_link = False
    rest = iter(children)
    for token in rest:
        if token.type == "link_open" and links and (html := links(str(token.attrGet("href") or ""))):
            made.append(_raw(html))
            for skipped in rest:
                if skipped.type == "link_close":
                    break
            continue
        in_link = token.type == "link_open" or (in_link and token.type != "link_close")
        made += [token] if in_link or token.type != "text" else _split(token, weave)
    return made


def _split(token: Token, weave: Weave) -> list[Token]:
    parts: list[Token] = [token]
    for pattern, replace in weave:
        parts = [piece for part in parts for piece in _replaced(part, pattern, replace)]
    return parts


def _replaced(token: Token, pattern: re.Pattern[str], replace: Replace) -> list[Token]:
    if token.type != "text":
        return [token]
    pieces: list[Token] = []
    start = 0
    for match in pattern.finditer(token.content):
        html = replace(match)
        if html is not None:
            pieces += [_text(token.content[start : match.start()]), _raw(html)]
            start = match.end()
    return [*pieces, _text(token.content[start:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _raw(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)
