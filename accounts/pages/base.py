"""What the pages of accounts share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

page = require_http_methods(["GET", "HEAD", "POST"])


def answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    limited: float | None = None,
    status: int = 200,
) -> HttpResponse:
    """`limited`: the seconds after which to try again."""
    response = render(request, template, context, status=429 if limited else status)
    if limited:
        response["Retry-After"] = str(int(limited))
    return response
