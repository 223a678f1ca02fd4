"""Browsers that have signed in to an account before, told by a signed cookie.

Their failed sign-ins are counted apart, so that strangers who guess passwords lock nobody out. The cookie
gives no access. OWASP calls this a device cookie.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import normalize_email

SALT = "accounts.known_browser"
MAX_AGE = 365 * 24 * 3600
MAX_ACCOUNTS = 5
"""Accounts that one browser is known to: those that signed in there last."""


def known_browser(request: HttpRequest, *, email: str) -> str:
    """Return the id of the browser if `email` has signed in there before, else ""."""
    browser, accounts = _read(request)
    return browser if _mark_of(email) in accounts else ""


def remember_browser(request: HttpRequest, response: HttpResponse, *, email: str) -> None:
    """Set the cookie after a sign-in. It names accounts by a hash that only this server can compute."""
    browser, accounts = _read(request)
    mark = _mark_of(email)
    kept = [mark, *(other for other in accounts if other != mark)][:MAX_ACCOUNTS]
    value = signing.dumps([browser or secrets.token_urlsafe(12), *kept], salt=SALT)
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        value,
        max_age=MAX_AGE,
        secure=settings.BEHIND_TLS,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the browser's id and the accounts of its cookie; "" and none unless it was signed here."""
    value = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    try:
        browser, *accounts = signing.loads(value, salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return browser, accounts


def _mark_of(email: str) -> str:
    return salted_hmac(SALT, normalize_email(email), algorithm="sha256").hexdigest()[:24]
