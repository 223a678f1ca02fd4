"""The answer to a WebSocket handshake that comes as a plain request: a proxy has dropped its headers."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def upgrade_required(request: HttpRequest) -> HttpResponse:
    """Answer 426, so that a look at /ws through the proxy shows whether it lets WebSockets through."""
    text = "This address takes WebSockets only: the headers Upgrade and Connection are missing.\n"
    headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
    return HttpResponse(text, status=426, content_type="text/plain; charset=utf-8", headers=headers)
