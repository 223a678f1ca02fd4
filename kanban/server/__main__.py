"""Starts the server: `python -m kanban.server --host 127.0.0.1 --port 8000`.

bin/run, the image, the tests and the benchmarks start it like this; the options of uvicorn stand only here.
WEB_CONCURRENCY, which uvicorn reads, is the number of processes.
"""

import argparse
import sys

import uvicorn

from kanban.server.descriptors import raise_descriptor_limit

OPTIONS = {
    "http": "kanban.server.protocol:LimitedProtocol",
    "ws": "kanban.server.sockets:LimitedSocketProtocol",
    "ws_max_size": 256 * 1024,
    "ws_max_queue": 16,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
    "ws_per_message_deflate": False,
    "timeout_keep_alive": 5,
    "timeout_graceful_shutdown": 20,
    "server_header": False,
    # What a proxy says of the visitor is read by the product (TRUSTED_PROXIES), never by the server.
    "proxy_headers": False,
    "access_log": False,
    "log_level": "warning",
}


SWITCH_SECONDS = 0.001
"""How long a thread may compute before the next one gets the interpreter. The event loop waits for each."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kanban.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args()
    raise_descriptor_limit()
    sys.setswitchinterval(SWITCH_SECONDS)
    uvicorn.run("kanban.asgi:application", host=given.host, port=given.port, **OPTIONS)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
