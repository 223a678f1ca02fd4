"""HTTP responses with the bytes of a file: all or a range, in chunks, and harmless in a browser."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import IO, Any, NamedTuple

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from files.content_types.catalogue import PDF
from files.content_types.kinds import INLINE_TYPES, served_type
from files.filenames import content_disposition
from files.models import File
from files.storage.backends import download_url, read_all, read_range

CHUNK_SIZE = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
THUMBNAIL_TYPE = "image/webp"
FRAME_PARAMETER = "frame"
SANDBOX_POLICY = "sandbox; default-src 'none'"
FRAMED = {
    "Content-Security-Policy": f"{SANDBOX_POLICY}; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}
"""Headers of a PDF for the frame of a page of this site, which shows it by the browser's own viewer."""


class ByteRange(NamedTuple):
    """Bytes from `start` up to, but without, `stop`. `partial` is true if the request asked for a range."""

    start: int
    stop: int
    partial: bool = True


class ChunkedResponse(StreamingHttpResponse):
    """Streams `size` bytes of `source`, under WSGI and ASGI, with one chunk at a time in memory."""

    def __init__(self, source: IO[bytes], size: int, **options: Any) -> None:
        super().__init__(source, **options)
        self.source, self.remaining = source, size

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._next():
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await sync_to_async(self._next, thread_sensitive=False)():
            yield chunk

    def _next(self) -> bytes:
        chunk = self.source.read(min(CHUNK_SIZE, self.remaining))
        self.remaining -= len(chunk)
        return chunk


def content_response(request: HttpRequest, file: File) -> HttpResponseBase:
    """Return the bytes, a range of them, or a redirect to the bucket. Raises StorageUnavailable."""
    framed = _is_framed(request, file)
    as_attachment = not (framed or is_inline(file))
    headers = {
        **_headers(f'"{file.sha256}"', file.name, as_attachment=as_attachment),
        "Accept-Ranges": "bytes",
        **(FRAMED if framed else {}),
    }
    if _is_not_modified(request, headers):
        return HttpResponse(status=304, headers=headers)
    requested = _requested_range(request, headers["ETag"], file.size)
    if requested is None:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{file.size}"})
    content_type = served_type(file.content_type)
    if _may_redirect(request) and (
        redirect := _redirect_to_storage(file, file.key, content_type, as_attachment=as_attachment)
    ):
        return redirect
    length = requested.stop - requested.start
    headers["Content-Length"] = str(length)
    if requested.partial:
        headers["Content-Range"] = f"bytes {requested.start}-{requested.stop - 1}/{file.size}"
    options: dict[str, Any] = {
        "status": 206 if requested.partial else 200,
        "content_type": content_type,
        "headers": headers,
    }
    if request.method == "HEAD":
        return HttpResponse(**options)
    return ChunkedResponse(read_range(file.key, requested.start, requested.stop), length, **options)


def thumbnail_response(request: HttpRequest, file: File) -> HttpResponseBase:
    """Return the thumbnail, or a redirect to the bucket. Raises StorageUnavailable."""
    assert file.thumbnail_key is not None
    headers = _headers(f'"{file.sha256}-small"', f"{file.name}.webp", as_attachment=False)
    if _is_not_modified(request, headers):
        return HttpResponse(status=304, headers=headers)
    if _may_redirect(request) and (
        redirect := _redirect_to_storage(file, file.thumbnail_key, THUMBNAIL_TYPE, as_attachment=False)
    ):
        return redirect
    return HttpResponse(read_all(file.thumbnail_key), content_type=THUMBNAIL_TYPE, headers=headers)


def is_inline(file: File) -> bool:
    """Return whether a browser may display the file itself. Of images, only a measured one qualifies."""
    measured = file.is_picture or not file.content_type.startswith("image/")
    return file.content_type in INLINE_TYPES and measured


def _is_framed(request: HttpRequest, file: File) -> bool:
    """Return whether a page asks for a PDF to show in a frame. Browsers that say where it goes must agree."""
    asks = file.content_type == PDF and request.GET.get(FRAME_PARAMETER) == "1"
    return asks and request.headers.get("Sec-Fetch-Dest", "iframe") == "iframe"


def _headers(etag: str, name: str, *, as_attachment: bool) -> dict[str, str]:
    return {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": content_disposition(name, as_attachment=as_attachment),
        "Content-Security-Policy": SANDBOX_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _is_not_modified(request: HttpRequest, headers: dict[str, str]) -> bool:
    tags = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    return headers["ETag"] in tags or "*" in tags


def _requested_range(request: HttpRequest, etag: str, size: int) -> ByteRange | None:
    """Return the range that the request asks for, or None if it lies outside the file.

    All bytes without a valid `Range` of one part, or if `If-Range` names another version.
    """
    everything = ByteRange(0, size, partial=False)
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or request.headers.get("If-Range", etag) != etag:
        return everything
    first, last = match.groups()
    if first == last == "" or (first and last and int(last) < int(first)):
        return everything
    start = int(first) if first else max(0, size - int(last))
    stop = min(int(last) + 1, size) if first and last else size
    return ByteRange(start, stop) if start < size else None


def _may_redirect(request: HttpRequest) -> bool:
    """Return whether the client can follow a redirect to the bucket, which is another origin.

    The script of a page, whose requests browsers mark as "empty", would need the bucket's consent.
    """
    return request.method == "GET" and request.headers.get("Sec-Fetch-Dest") != "empty"


def _redirect_to_storage(
    file: File, key: str, content_type: str, *, as_attachment: bool
) -> HttpResponseRedirect | None:
    """Return a redirect to a signed URL of the bucket, valid for a minute, or None without signed URLs."""
    url = download_url(key, name=file.name, content_type=content_type, as_attachment=as_attachment)
    if not url:
        return None
    response = HttpResponseRedirect(url)
    response["Cache-Control"] = "private, no-store"
    return response
