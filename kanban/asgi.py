"""HTTP to Django, /ws to the consumer, and the life of the process."""

import gc
import os
import warnings
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kanban.settings")
django.setup(set_prefix=False)
# WhiteNoise streams a static file in the sync way; each is small enough to be read at once.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

# Models and consumers can be imported only once Django is set up.
from kanban.asgi_handler import Handler  # noqa: E402
from kanban.body_limits import Gate  # noqa: E402
from kanban.consumers import BrowserConsumer  # noqa: E402
from projects.realtime.hub import HUB  # noqa: E402
from projects.realtime.sockets import refuse  # noqa: E402

pages = Handler()
browser = BrowserConsumer.as_asgi()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await live(receive, send)
        return
    HUB.start()
    if scope["type"] == "http":
        await Gate(pages, scope, receive, send).let_in()
    elif scope["path"] == "/ws":
        await browser(scope, receive, send)
    else:
        await refuse(receive, send)


async def live(receive: Any, send: Any) -> None:
    """Start and end of the process, as uvicorn tells them (Daphne does not)."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            # What is here now stays. Looking through it for garbage would hold up every socket each time.
            gc.collect()
            gc.freeze()
            HUB.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await HUB.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
