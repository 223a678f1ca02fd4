"""Type of a markup by its first element, found as browsers look for it: behind comments and declarations."""

import re

from files.content_types.texts import decoded

BLANKS = re.compile(r"[\s\ufeff\0]*")
DOCTYPE = re.compile(r"<!doctype\s+([a-z:]{1,20})")
ELEMENT = re.compile(r"<(?:[\w.-]{1,40}:)?([a-z][a-z0-9]{0,15})(?=[\s/>]|$)")
ENDS = {"<!--": "-->", "<?": "?>", "<!": ">"}
"""How what stands before the first element begins and ends. The longest beginning comes first."""

HEAD = 200
"""Characters at a place that are looked at."""

MOST_BEFORE = 1000
"""Comments and declarations before the first element."""

SIGNS = "html head body title meta style script iframe frameset h1 div font table a b br p"
PAGE_ELEMENTS = frozenset(SIGNS.split())
"""The elements by which browsers know HTML when they guess."""


def is_page(content: bytes) -> bool:
    """Return whether the content is HTML or XHTML, whatever stands before its first element."""
    element, is_xml = first_element(content)
    return element == "html" if is_xml else element in PAGE_ELEMENTS


def is_svg(content: bytes) -> bool:
    return first_element(content)[0] == "svg"


def first_element(content: bytes) -> tuple[str, bool]:
    """Return the name of the first element without its prefix, in small letters, and whether XML is declared.

    The name is "" if no element stands first. A declaration of HTML counts as its element. Takes linear time.
    """
    if b"<" not in content:
        return "", False
    text, place, is_xml = decoded(content), 0, False
    for _part in range(MOST_BEFORE):
        blanks = BLANKS.match(text, place)
        place = blanks.end() if blanks else place
        head = text[place : place + HEAD].lower()
        declared = DOCTYPE.match(head)
        if declared and declared[1] == "html":
            return "html", is_xml
        opening = next((each for each in ENDS if head.startswith(each)), None)
        if opening is None:
            element = ELEMENT.match(head)
            return element[1] if element else "", is_xml
        is_xml = is_xml or head.startswith("<?xml")
        place = _behind(text, place, opening)
    return "", is_xml


def _behind(text: str, place: int, opening: str) -> int:
    """Return the place behind a comment or a declaration, which may hold entities in brackets."""
    end = text.find(ENDS[opening], place + len(opening))
    if opening == "<!" and (opened := text.find("[", place, end)) >= 0:
        closed = text.find("]", opened)
        end = text.find(">", closed) if closed >= 0 else -1
    return end + len(ENDS[opening]) if end >= 0 else len(text)
