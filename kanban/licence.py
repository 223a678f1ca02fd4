"""The page that shows the product's licence, which the foot of other pages links to."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def licence(request: HttpRequest) -> HttpResponse:
    return render(request, "licence.html", {"paragraphs": paragraphs()})


@cache
def paragraphs() -> list[str]:
    """LICENSE without its line breaks, so that it fits any screen."""
    text = (settings.BASE_DIR / "LICENSE").read_text(encoding="utf-8")
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
