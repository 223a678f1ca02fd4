"""Shared parts of the pages of accounts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

page = require_http_methods(["GET", "HEAD", "POST"])


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    *,
    retry_after: float | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page; with `retry_after`, in seconds, as 429 Too Many Requests."""
    response = render(request, template, context, status=429 if retry_after else status)
    if retry_after:
        response["Retry-After"] = str(int(retry_after))
    return response
