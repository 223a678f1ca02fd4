"""The proxies as docs/operations.md configures them, before a server."""

import contextlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import RefreshFamily, User
from tests.files.raw_http import is_closed
from tests.support.people import API, Person, Site
from tests.support.processes import BOOT_SECONDS, free_port
from tests.support.server import Server, answers
from tests.support.uploads import MIB, send, text
from tests.support.worlds import World

pytestmark = [pytest.mark.hostile, pytest.mark.slow]

PASSWORD = "a long walk to the harbour"
FORGED = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http", "x-forwarded-host": "evil.example"}
DOCUMENTED, SECONDS = "15s", 3
"""The time that both configurations give a client for its headers, and that of these tests."""


def documented(language: str) -> str:
    page = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return str(found)


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """Replace each of the first by the second; each must be there."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def program(name: str) -> str:
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{name} is not here")
    return str(path)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1, beside its key."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=board"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(folder / "key"), "-out", str(folder / "pem")),
        ],
        check=True,
        capture_output=True,
    )
    return folder / "pem"


def nginx_command(folder: Path, certificate: Path, port: int, upstream: int) -> list[str]:
    """Write the documented file, and the least around it that a system's own nginx.conf has."""
    site = replaced(
        documented("nginx"),
        (DOCUMENTED, f"{SECONDS}s"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("server_name board.example.com;", "server_name 127.0.0.1;"),
        ("/etc/ssl/board.example.com.pem", str(certificate)),
        ("/etc/ssl/board.example.com.key", str(certificate.with_name("key"))),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{upstream}"),
    )
    paths = "".join(
        f"{kind}_temp_path {folder / kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\n"  # who else could not read the tests' folders
        f"daemon off;\npid {folder / 'pid'};\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{paths}{site}}}\n"
    )
    return [program("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy_command(folder: Path, certificate: Path, port: int, upstream: int) -> list[str]:
    """Write the documented file, with a certificate of ours in place of one from the internet."""
    site = replaced(
        documented("caddy"),
        (DOCUMENTED, f"{SECONDS}s"),
        (
            "board.example.com {\n",
            f"https://127.0.0.1:{port} {{\n    tls {certificate} {certificate.with_name('key')}\n",
        ),
        ("{\n    servers {", "{\n    admin off\n    auto_https disable_redirects\n    servers {"),
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
    )
    (folder / "Caddyfile").write_text(site)
    return [program("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


PROXIES = {"nginx": nginx_command, "caddy": caddy_command}


class Proxied(Server):
    """A server that people reach by https at a proxy. `public` is the proxy's port."""

    public = 0


@pytest.fixture(scope="module", params=PROXIES)
def proxied(
    request: pytest.FixtureRequest,
    certificate: Path,
    django_db_setup: None,
    django_db_blocker: Any,
    redis_url: str,
    http: httpx.Client,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxied]:
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    public = {
        "PUBLIC_URL": f"https://127.0.0.1:{port}",
        "TRUSTED_PROXIES": "1",
        "LIMIT_REQUEST_SECONDS": "60",
    }
    with django_db_blocker.unblock():
        server = Proxied(folder / "server", client=http, redis_url=redis_url)
    server._environment |= public
    server.public = port
    command = PROXIES[request.param](folder, certificate, port, server.port)
    with server, (folder / "output").open("w") as output:
        home = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        proxy = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=folder, env=home)
        try:
            deadline = time.monotonic() + BOOT_SECONDS
            while not answers(port):
                running = proxy.poll() is None and time.monotonic() < deadline
                assert running, (folder / "output").read_text()
                time.sleep(0.1)
            yield server
        finally:
            proxy.terminate()
            proxy.wait(timeout=BOOT_SECONDS)


@pytest.fixture
def server(committed: None, proxied: Proxied) -> Iterator[Proxied]:
    proxied.new_log()
    yield proxied
    assert not proxied.broken()


@pytest.fixture
def outside(server: Proxied) -> Iterator[Site]:
    """The site as visitors reach it."""
    with httpx.Client(verify=False, timeout=60) as client:
        yield Site(client, f"https://127.0.0.1:{server.public}")


@contextlib.contextmanager
def tls(server: Proxied) -> Iterator[ssl.SSLSocket]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", server.public), timeout=60) as plain,
        context.wrap_socket(plain) as link,
    ):
        yield link


def test_pages_come_through_as_https_and_what_visitors_forge_does_not(server: Proxied, outside: Site) -> None:
    page = outside.send("GET", "/login", **FORGED)
    assert page.status_code == 200
    assert page.headers["strict-transport-security"]
    assert "evil.example" not in page.text
    script = re.search(r'<script type="module" src="(/static/[^"]+)"', page.text)
    assert script
    assert outside.send("GET", script[1]).status_code == 200


def test_a_visitor_has_the_address_that_the_proxy_sees(
    server: Proxied, outside: Site, world: World, bob: Person
) -> None:
    User.objects.filter(pk=bob.id).update(password=make_password(PASSWORD))
    body = {"email": "bob@example.com", "password": PASSWORD}
    assert outside.send("POST", f"{API}/auth/login", body, **FORGED).status_code == 200
    seen = RefreshFamily.objects.filter(user=bob.user).exclude(address=None)
    assert set(seen.values_list("address", flat=True)) == {"127.0.0.1"}


def test_a_socket_comes_through_and_stays_while_a_half_sent_request_is_closed(
    server: Proxied, outside: Site, world: World, bob: Person
) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with bob.at(outside).socket(ssl=context) as line:
        line.join(world.id)
        began = time.monotonic()
        with tls(server) as link:
            link.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            assert is_closed(link, seconds=SECONDS + 15)
        time.sleep(max(0.0, began + SECONDS + 3 - time.monotonic()))
        assert line.is_alive()


def test_a_file_of_ten_mebibytes_comes_through_and_a_larger_one_does_not(
    server: Proxied, outside: Site, world: World, bob: Person
) -> None:
    assert send(bob.at(outside), world.id, "big.txt", text(10 * MIB)).status_code == 201
    assert send(bob.at(outside), world.id, "huge.txt", text(12 * MIB)).status_code == 413


def test_a_head_that_is_too_large_is_refused_by_the_proxy(server: Proxied, outside: Site) -> None:
    try:
        answer = outside.send("GET", "/login", **{"x-long": "x" * 128 * 1024})
    except httpx.HTTPError:  # closed while it was being sent
        return
    assert answer.status_code in (400, 431)
