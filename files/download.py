"""The bytes of a file as HTTP gives them out: whole or in part, in chunks, and harmless in a browser."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import IO, Any, NamedTuple

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from files.content_types import SHOWN
from files.models import File
from files.storage.backends import link, part, whole

CHUNK = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
THUMBNAIL_TYPE = "image/webp"
HARMLESS = "sandbox; default-src 'none'"


class Span(NamedTuple):
    """From the byte `start` up to the byte before `stop`; `part`: because a part was asked for."""

    start: int
    stop: int
    part: bool = True


class Parts(StreamingHttpResponse):
    """`size` bytes of `source`, to servers of both kinds; one chunk at a time is in memory."""

    def __init__(self, source: IO[bytes], size: int, **options: Any) -> None:
        super().__init__(source, **options)
        self.source, self.left = source, size

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._next():
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await sync_to_async(self._next, thread_sensitive=False)():
            yield chunk

    def _next(self) -> bytes:
        chunk = self.source.read(min(CHUNK, self.left))
        self.left -= len(chunk)
        return chunk


def content_answer(request: HttpRequest, file: File) -> HttpResponseBase:
    headers = {
        **_headers(f'"{file.sha256}"', file.name, attached=not is_shown(file)),
        "Accept-Ranges": "bytes",
    }
    if _is_known(request, headers):
        return HttpResponse(status=304, headers=headers)
    span = _asked_part(request, headers["ETag"], file.size)
    if span is None:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{file.size}"})
    if request.method == "GET" and (away := _link(file, file.key, file.content_type)):
        return away
    length = span.stop - span.start
    headers["Content-Length"] = str(length)
    if span.part:
        headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{file.size}"
    told: dict[str, Any] = {
        "status": 206 if span.part else 200,
        "content_type": file.content_type,
        "headers": headers,
    }
    if request.method == "HEAD":
        return HttpResponse(**told)
    return Parts(part(file.key, span.start, span.stop), length, **told)


def thumbnail_answer(request: HttpRequest, file: File) -> HttpResponseBase:
    assert file.thumbnail_key is not None
    headers = _headers(f'"{file.sha256}-small"', f"{file.name}.webp", attached=False)
    if _is_known(request, headers):
        return HttpResponse(status=304, headers=headers)
    if request.method == "GET" and (away := _link(file, file.thumbnail_key, THUMBNAIL_TYPE)):
        return away
    return HttpResponse(whole(file.thumbnail_key), content_type=THUMBNAIL_TYPE, headers=headers)


def is_shown(file: File) -> bool:
    """Whether a browser may show it by itself; of pictures, only one that could be measured."""
    measured = file.width is not None or not file.content_type.startswith("image/")
    return file.content_type in SHOWN and measured


def _headers(etag: str, name: str, *, attached: bool) -> dict[str, str]:
    return {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": content_disposition_header(attached, name) or "inline",
        "Content-Security-Policy": HARMLESS,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _is_known(request: HttpRequest, headers: dict[str, str]) -> bool:
    tags = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    return headers["ETag"] in tags or "*" in tags


def _asked_part(request: HttpRequest, etag: str, size: int) -> Span | None:
    """All of it, unless one part is asked for by the book; None for a part that lies outside."""
    everything = Span(0, size, part=False)
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or request.headers.get("If-Range", etag) != etag:
        return everything
    first, last = asked.groups()
    if first == last == "" or (first and last and int(last) < int(first)):
        return everything
    start = int(first) if first else max(0, size - int(last))
    stop = min(int(last) + 1, size) if first and last else size
    return Span(start, stop) if start < size else None


def _link(file: File, key: str, content_type: str) -> HttpResponseRedirect | None:
    """The way to the bucket, which is open for a minute."""
    url = link(key, name=file.name, content_type=content_type, attached=not is_shown(file))
    if not url:
        return None
    answer = HttpResponseRedirect(url)
    answer["Cache-Control"] = "private, no-store"
    return answer
