"""The ASGI application: HTTP goes to Django, /ws to the consumer. Also startup and shutdown."""

import gc
import logging
import os
import warnings
from typing import Any

import django
from django.conf import settings

os.umask(0o077)  # whatever a server writes is for this user alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kanban.settings")
django.setup(set_prefix=False)
# WhiteNoise returns synchronous streams for static files; each is small enough to be read at once.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

# Models and consumers can be imported only once Django is set up.
from kanban.asgi_handler import ThreadedHandler  # noqa: E402
from kanban.body_limits import BodyLimit  # noqa: E402
from kanban.consumers import BrowserConsumer  # noqa: E402
from kanban.server.slow_headers import without_slow_headers  # noqa: E402
from projects.realtime.hub import HUB  # noqa: E402
from projects.realtime.sockets import refuse  # noqa: E402

if not settings.SENDS_MAIL:
    logging.getLogger("kanban.mail").warning("this installation sends no mail: EMAIL_URL is not set")

http = ThreadedHandler()
websocket = BrowserConsumer.as_asgi()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    HUB.start()
    scope = without_slow_headers(scope)
    if scope["type"] == "http":
        await BodyLimit(http, scope, receive, send).run()
    elif scope["path"] == "/ws":
        await websocket(scope, receive, send)
    else:
        await refuse(receive, send)


async def lifespan(receive: Any, send: Any) -> None:
    """Handle startup and shutdown of the process, which uvicorn announces and Daphne does not."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            # What is loaded now stays. Garbage collections that went through it would delay every socket.
            gc.collect()
            gc.freeze()
            HUB.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await HUB.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
