"""Django behind ASGI with one hop to a thread for a whole request, and back with the answer.

Django's own handler makes a thread for each request, goes to it and back for each signal, and once more to
close the answer: several times what the request itself takes.
"""

import asyncio
from typing import IO, Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.http import FileResponse
from django.urls import get_resolver, set_script_prefix

from core.threads import in_worker

Scope = dict[str, Any]


class Handler(ASGIHandler):
    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        # Reading all paths and views takes half a second, which is not the first visitor's.
        _ = get_resolver().url_patterns

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await in_worker(self.answer, scope, body)
        if response.streaming:
            await self.stream(response, receive, send)
        else:
            await self.send_response(response, send)

    def answer(self, scope: Scope, body: IO[bytes]) -> Any:
        """In a thread: everything that may ask the database."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response: Any = self.get_response(request) if request else refused
        response._handler_class = self.__class__
        if not response.streaming:
            response.close()
        return response

    async def stream(self, response: Any, receive: Any, send: Any) -> None:
        """Until it is sent, or its reader goes away. What it still reads, it reads in a thread of its own."""
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        async with ThreadSensitiveContext():
            works = [
                asyncio.ensure_future(work)
                for work in (self.send_response(response, send), self.listen_for_disconnect(receive))
            ]
            await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in works:
                work.cancel()
            sent, _ = await asyncio.gather(*works, return_exceptions=True)
            await sync_to_async(response.close)()
        if isinstance(sent, Exception):
            raise sent
