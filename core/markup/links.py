"""Links and pictures. An address that is no link of the web or of mail is shown beside its text."""

import re
from html import escape

from core.autolinks import is_host
from core.markup.parser import Document
from core.markup.running_text import ReplaceLink
from core.markup.walker import Element

SCHEMES = {"http", "https", "mailto"}
"""Schemes of addresses that become links. Others stay text."""
SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}+):", re.IGNORECASE)
TAG = re.compile(r"<[^>]*+>")


class Target:
    """Target of a link or picture. `href` is "" if that is shown as text."""

    def __init__(self, link: Element, document: Document) -> None:
        self.type = link.details["link_type"]
        self.address = document.shown(link.details["dest_url"]).strip()
        self.title = document.shown(link.details["title"]).strip()
        self.href = linked_address(self.address, self.type)
        self.without_text = self.address or document.slice(link.start, link.end)
        """Text that is shown for a link without one."""

    def beside(self, text: str, *, is_linked: bool) -> str:
        """Return what is shown behind the text: the title, and the address if no link leads there."""
        address = "" if is_linked or text == self.address else self.address
        hidden = ", ".join(filter(None, [address, self.title]))
        return f" ({hidden})" if hidden else ""


class Link:
    """A link or picture in the HTML that is being written: a picture is a link to it."""

    def __init__(self, parts: list[str], target: Target) -> None:
        self.parts, self.place, self.target = parts, len(parts), target
        self.texts: list[str] = []
        parts.append("")

    def end(self, *, is_nested: bool, replace_link: ReplaceLink | None) -> None:
        text = "".join(self.texts).strip()
        if not text:
            text = self.target.without_text
            self.texts.append(text)
            self.parts.append(escape(text))
        own = replace_link(self.target.address) if replace_link and not is_nested else None
        if own:
            self._replace(own, text)
        elif is_nested:  # HTML knows no links in links
            self._wrap(f'<span title="{escape(self.target.address)}">', "</span>", text)
        elif self.target.href:
            self._wrap(f'<a href="{escape(self.target.href)}">', "</a>", text)
        else:
            brackets = ("&lt;", "&gt;") if self.target.type == "Autolink" else ("", "")
            self.parts[self.place] = brackets[0]
            self.parts.append(brackets[1] + escape(self.target.beside(text, is_linked=False)))

    def _wrap(self, opening: str, closing: str, text: str) -> None:
        self.parts[self.place] = opening
        self.parts.append(closing + escape(self.target.beside(text, is_linked=True)))

    def _replace(self, html: str, text: str) -> None:
        """Write the HTML of an app instead of the link, after its text if that says more."""
        if text == self.target.address or escape(text) in TAG.sub("", html):
            del self.parts[self.place :]
        else:
            self.parts.append(" ")
        self.parts.append(html + escape(self.target.beside(text, is_linked=True)))


def linked_address(address: str, link_type: str) -> str:
    """Return what a link to `address` leads to; "" if the address is shown as text."""
    if link_type == "Email":
        return f"mailto:{address}"
    if is_host(address):
        return f"http://{address}"
    scheme = SCHEME.match(address)
    is_linked = scheme[1].lower() in SCHEMES if scheme else address.startswith(("/", "#"))
    return address if is_linked else ""
