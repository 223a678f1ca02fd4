"""Checks the Origin of a WebSocket handshake.

The handshake becomes a Django request, so that Django's rules for host, scheme, cookies and language apply.
"""

from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest

from core.wire import JsonObject

SCHEMES = {"ws": "http", "wss": "https"}
PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]


class HandshakeRequest(ASGIRequest):
    def __init__(self, scope: JsonObject) -> None:
        scheme = scope.get("scheme", "ws")
        fixed = {"method": "GET", "scheme": SCHEMES.get(scheme, scheme), "query_string": b""}
        super().__init__({"path": "/ws", "headers": [], **scope, **fixed}, BytesIO())


def is_allowed_origin(request: HandshakeRequest) -> bool:
    """Require an Origin whose scheme, host and port are those of this site or of a trusted origin."""
    origin = parse_origin(request.META.get("HTTP_ORIGIN", ""))
    return origin is not None and origin in (_own_origin(request), *map(parse_origin, _trusted_origins()))


def parse_origin(text: str) -> Origin | None:
    """Return scheme, host and port; None for "null", a pattern, and anything else that is no origin."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not host or text.lower() != f"{parts.scheme}://{parts.netloc}".lower():
        return None
    return None if {"@", "*"} & set(parts.netloc) else (parts.scheme, host, port or PORTS[parts.scheme])


def _own_origin(request: HandshakeRequest) -> Origin | None:
    try:
        return parse_origin(f"{request.scheme}://{request.get_host()}")
    except DisallowedHost:
        return None


def _trusted_origins() -> list[str]:
    return [*settings.CSRF_TRUSTED_ORIGINS, settings.PUBLIC_URL]
