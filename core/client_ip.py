"""Finds the client IP address of a request or a socket behind a known number of trusted proxies."""

from collections.abc import Iterable, Mapping
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request


def client_address(source: HttpRequest | Request | Mapping[str, object]) -> str:
    """Return the client address of `source`: a Django or DRF request, or an ASGI scope.

    "" if there is none, as on a Unix socket.

    Each trusted proxy appends the address that it saw to the right end of X-Forwarded-For. Entries further
    left come from the client and are ignored.
    """
    peer, forwarded = _peer_of_scope(source) if isinstance(source, Mapping) else _peer_of_request(source)
    entries = [entry for entry in forwarded.split(",") if entry.strip()]
    hops = settings.TRUSTED_PROXIES
    if hops and entries:
        return _parse_address(entries[-min(hops, len(entries))]) or _parse_address(peer)
    return _parse_address(peer)


def network_of(address: str) -> str:
    """Return the unit of rate limits: an IPv4 address, or the /64 network that one IPv6 customer gets."""
    if ":" in address:
        return str(ip_network(f"{address}/64", strict=False).network_address)
    return address


def neighbourhood_of(address: str) -> str:
    """Return the network of an address that one attacker may hold: /24 for IPv4, /64 for IPv6."""
    if ":" in address or not address:
        return network_of(address)
    return str(ip_network(f"{address}/24", strict=False))


def _peer_of_request(request: HttpRequest | Request) -> tuple[str, str]:
    return request.META.get("REMOTE_ADDR") or "", request.META.get("HTTP_X_FORWARDED_FOR", "")


def _peer_of_scope(scope: Mapping[str, object]) -> tuple[str, str]:
    client, headers = scope.get("client"), scope.get("headers")
    peer = client[0] if isinstance(client, tuple | list) and client else ""
    pairs = headers if isinstance(headers, Iterable) else ()
    values = [value for name, value in pairs if name.lower() == b"x-forwarded-for"]
    return peer, b",".join(values).decode("latin-1")


def _parse_address(text: str) -> str:
    """Return the address in `text` without its port (1.2.3.4:5678, [2001:db8::1]:443); "" if there is none.

    An IPv4-mapped IPv6 address becomes IPv4.
    """
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
