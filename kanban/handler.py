"""Django's handler for ASGI, with one thread hop where Django has several."""

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Handler(ASGIHandler):
    """Runs middleware and view one after the other in the request's thread, as under WSGI.

    Ours are all sync. Django would leave the thread for the loop before the view and come back into it, which
    takes as long as a small answer does.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)
