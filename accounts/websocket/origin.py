"""A WebSocket's handshake as a request, so that Django's rules for host, scheme, cookie and language hold."""

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest

SCHEMES = {"ws": "http", "wss": "https"}
PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]


class HandshakeRequest(ASGIRequest):
    def __init__(self, scope: dict[str, Any]) -> None:
        scheme = scope.get("scheme", "ws")
        seen = {"method": "GET", "scheme": SCHEMES.get(scheme, scheme), "query_string": b""}
        super().__init__({"path": "/ws", "headers": [], **scope, **seen}, BytesIO())


def origin_is_ours(request: HandshakeRequest) -> bool:
    """The Origin must be there, and be in scheme, host and port where the page came from, or on our list."""
    origin = parse_origin(request.META.get("HTTP_ORIGIN", ""))
    return origin is not None and origin in (_own(request), *map(parse_origin, _listed()))


def parse_origin(text: str) -> Origin | None:
    """None for "null", a pattern, and whatever else is no origin."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not host or text.lower() != f"{parts.scheme}://{parts.netloc}".lower():
        return None
    return None if {"@", "*"} & set(parts.netloc) else (parts.scheme, host, port or PORTS[parts.scheme])


def _own(request: HandshakeRequest) -> Origin | None:
    try:
        return parse_origin(f"{request.scheme}://{request.get_host()}")
    except DisallowedHost:
        return None


def _listed() -> list[str]:
    return [*settings.CSRF_TRUSTED_ORIGINS, settings.PUBLIC_URL]
