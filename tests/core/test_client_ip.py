import pytest
from django.test import RequestFactory

from core.client_ip import client_address, network_of

PEER = "10.0.0.1"


def both_ways(forwarded, peer=PEER):
    """Return the client's address; a request and a socket's scope must agree on it."""
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **headers)
    raw = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode("latin-1"))]
    scope = {"type": "websocket", "client": (peer, 5) if peer else None, "headers": raw}
    assert client_address(request) == client_address(scope)
    return client_address(request)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, PEER),
        (0, "1.2.3.4", PEER),
        (1, None, PEER),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6,1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, , 1.2.3.4, ", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "1.2.3.4"),
        (1, "1.2.3.4:5678", "1.2.3.4"),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
        (1, "2001:DB8:0::1", "2001:db8::1"),
        (1, '"[2001:db8::1]"', "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "::ffff:1.2.3.4", "1.2.3.4"),
        (1, "unknown", PEER),
        (1, "1.2.3.4.5", PEER),
        (1, "", PEER),
        (1, "\xff\x00", PEER),
        (1, "1.2.3.4, unknown", PEER),
    ],
)
def test_the_trusted_proxies_are_counted_from_the_right(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    assert both_ways(forwarded) == address


def test_several_headers_are_one_list(settings):
    settings.TRUSTED_PROXIES = 1
    headers = [(b"X-Forwarded-For", b"6.6.6.6"), (b"host", b"x"), (b"x-forwarded-for", b"1.2.3.4")]
    assert client_address({"client": (PEER, 5), "headers": headers}) == "1.2.3.4"


def test_a_unix_socket_has_no_address(settings):
    settings.TRUSTED_PROXIES = 0
    assert both_ways(None, peer="") == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", ""),
    ],
)
def test_a_customer_of_ipv6_has_a_whole_network(address, network):
    assert network_of(address) == network
