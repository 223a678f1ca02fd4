"""An ASGI handler for Django that runs a whole request in one thread, with one hop to it and one back.

How many requests run at once depends on the load (core/admission.py). One that meets something busy gives its
thread back, waits on the event loop, and runs once more (core/backpressure.py).

Django's own handler makes a thread for each request, switches to it and back for each signal, and once more
to close the response: several times what the request itself takes. Figures are in bench/profiles.md.

This handler uses internals of Django (`BaseHandler.__init__` past `ASGIHandler.__init__`, `_handler_class`).
The tests cover Django 5.2; tests/core/test_asgi_handler.py fails for any other version.
"""

import asyncio
from typing import IO, Any, cast

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.http import FileResponse, JsonResponse
from django.urls import get_resolver, set_script_prefix

from core.admission import Admission, Overloaded
from core.backpressure import Patience
from core.client_ip import client_address, network_of
from core.threads import in_worker
from projects.errors import ServerBusy

Scope = dict[str, Any]

BUSY_STATUS = 503


class KeptBody:
    """A body that survives its request, which closes it: the request may run again."""

    def __init__(self, body: IO[bytes]) -> None:
        self._body = body
        body.seek(0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._body, name)

    def close(self) -> None:
        """Leave the body open. The handler closes it."""


class ThreadedHandler(ASGIHandler):
    """Serves HTTP requests with the synchronous middleware of the settings, on threads of core/threads.py."""

    def __init__(self) -> None:
        self.admission = Admission(settings.THREADS)
        BaseHandler.__init__(self)  # not ASGIHandler's, which would load asynchronous middleware
        self.load_middleware(is_async=False)
        # Importing all views takes half a second; do it now instead of in the first request.
        _ = get_resolver().url_patterns

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body, Patience() as patience:
            response = await self.respond_in_turn(scope, body)
            if response.status_code == BUSY_STATUS and await patience.wait():
                response = await self.respond_in_turn(scope, body)
        if response.streaming:
            await self.stream(response, receive, send)
        else:
            await self.send_response(response, send)

    async def respond_in_turn(self, scope: Scope, body: IO[bytes]) -> Any:
        """Handle the request when it is the client's turn; refuse one of far too many without a thread."""
        try:
            async with self.admission.place(network_of(client_address(scope))):
                return await in_worker(self.respond, scope, KeptBody(body))
        except Overloaded:
            refusal = ServerBusy()
            headers = {"Retry-After": str(refusal.extra["retryAfter"])}
            return JsonResponse(refusal.body, status=refusal.status, headers=headers)

    def respond(self, scope: Scope, body: IO[bytes] | KeptBody) -> Any:
        """Handle the request, in a thread because it may use the database."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, error_response = self.create_request(scope, cast(IO[bytes], body))
        response: Any = self.get_response(request) if request else error_response
        response._handler_class = self.__class__
        if not response.streaming:
            response.close()
        return response

    async def stream(self, response: Any, receive: Any, send: Any) -> None:
        """Send a streaming response until it ends or the client disconnects. A thread of its own reads it."""
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        async with ThreadSensitiveContext():
            tasks = [
                asyncio.ensure_future(work)
                for work in (self.send_response(response, send), self.listen_for_disconnect(receive))
            ]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            sent, _ = await asyncio.gather(*tasks, return_exceptions=True)
            await sync_to_async(response.close)()
        if isinstance(sent, Exception):
            raise sent
