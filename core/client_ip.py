"""Which address a request or a socket comes from, behind exactly as many proxies as there are."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings


def client_address(source: Any) -> str:
    """`source` is a Django or DRF request, or an ASGI scope. "" if it has no address (a Unix socket).

    Each trusted proxy adds the address that it saw at the right end of X-Forwarded-For; what stands further
    left was written by the client, and is not read.
    """
    peer, forwarded = _of_scope(source) if isinstance(source, Mapping) else _of_request(source)
    entries = [entry for entry in forwarded.split(",") if entry.strip()]
    hops = settings.TRUSTED_PROXIES
    if hops and entries:
        return _parsed(entries[-min(hops, len(entries))]) or _parsed(peer)
    return _parsed(peer)


def network_of(address: str) -> str:
    """What is limited as one: an IPv4 address, or the /64 that an IPv6 customer has to himself."""
    if ":" in address:
        return str(ip_network(f"{address}/64", strict=False).network_address)
    return address


def _of_request(request: Any) -> tuple[str, str]:
    return request.META.get("REMOTE_ADDR") or "", request.META.get("HTTP_X_FORWARDED_FOR", "")


def _of_scope(scope: Mapping[str, Any]) -> tuple[str, str]:
    client = scope.get("client") or ("",)
    values = [value for name, value in scope.get("headers", []) if name.lower() == b"x-forwarded-for"]
    return client[0], b",".join(values).decode("latin-1")


def _parsed(text: str) -> str:
    """`text` may carry a port: 1.2.3.4:5678, [2001:db8::1]:443. IPv4 written as IPv6 becomes IPv4 again."""
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
