"""Refuses parts of a form that come in an encoding: RFC 7578 knows none, and browsers send none.

Django decodes base64 in the thread of the request, a piece at a time without its blanks: 10 MiB of `A ` take
more than a second of CPU time, before any check of a role, a rate or a quota. Its parser has no hook between
the headers of a part and its content, so the function that reads the headers is wrapped;
tests/files/test_body_limits.py holds that Django calls it.
"""

from typing import Any

from django.http import multipartparser

IDENTITIES = {"7bit", "8bit", "binary"}
"""Encodings that change nothing."""

_module: Any = multipartparser
_read_headers = _module.parse_boundary_stream


def refuse_encodings() -> None:
    _module.parse_boundary_stream = _read_headers_of_plain


def _read_headers_of_plain(stream: Any, max_header_size: int) -> Any:
    kind, headers, content = _read_headers(stream, max_header_size)
    encoding, _parameters = headers.get("content-transfer-encoding", ("binary", {}))
    if encoding.strip().lower() not in IDENTITIES:
        raise multipartparser.MultiPartParserError("A part of a form has no Content-Transfer-Encoding.")
    return kind, headers, content
