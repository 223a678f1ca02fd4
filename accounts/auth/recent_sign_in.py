"""Recent sign-ins: dangerous actions ask for the password again if it was entered too long ago."""

import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

PASSWORD_ENTERED_AT = "password_entered_at"


@receiver(user_logged_in)
def start_session(sender: object, *, request: Any, user: Any, **kwargs: Any) -> None:
    """Note the time of a sign-in, and end an operator's session at a fixed time, however it is used."""
    note_password_entered(request)
    if user.is_staff:
        request.session.set_expiry(timezone.now() + settings.OPERATOR_SESSION_LENGTH)


def note_password_entered(request: HttpRequest) -> None:
    request.session[PASSWORD_ENTERED_AT] = int(time.time())


def is_recent(request: HttpRequest) -> bool:
    """Return whether the password was entered in this session within RECENT_SIGN_IN."""
    return was_recently(request.session.get(PASSWORD_ENTERED_AT))


def was_recently(entered_at: object) -> bool:
    """The same for the time that a session has stored, in seconds since 1970; False if it has none."""
    age = time.time() - entered_at if isinstance(entered_at, int) else None
    return age is not None and age < settings.RECENT_SIGN_IN.total_seconds()


def ask_for_password(request: HttpRequest, *, then: str) -> HttpResponse:
    """Redirect to the page that asks for the password, and from there to the path `then`."""
    if request.method == "POST":
        messages.info(request, _("Nothing has been changed yet. Enter your password, then do it again."))
    return HttpResponseRedirect(f"{reverse('confirm')}?{urlencode({'next': then})}")
