"""Drops headers that would take long to read, before anything reads them.

Python reads two of them in time that grows with the square of their length, and a head has 64 KiB: escapes in
a quoted cookie took 19 seconds (before 3.11.10 and 3.12.6), semicolons in a quoted parameter of Content-Type
took 10. No cookie of ours has a backslash, and no content type is that long.
"""

from typing import Any

Scope = dict[str, Any]
Header = tuple[bytes, bytes]

MAX_CONTENT_TYPE = 1000


def without_slow_headers(scope: Scope) -> Scope:
    """Return the scope of a request or a handshake, without the headers that take long to read."""
    if not any(map(_is_slow, scope["headers"])):
        return scope
    return {**scope, "headers": [*filter(None, map(_readable, scope["headers"]))]}


def _is_slow(header: Header) -> bool:
    name, value = header
    return (name == b"cookie" and b"\\" in value) or (
        name == b"content-type" and len(value) > MAX_CONTENT_TYPE
    )


def _readable(header: Header) -> Header | None:
    """Return the header as it may be read: a cookie header without the slow ones of its cookies."""
    if not _is_slow(header):
        return header
    name, value = header
    kept = b";".join(cookie for cookie in value.split(b";") if b"\\" not in cookie)
    return (name, kept) if name == b"cookie" else None
