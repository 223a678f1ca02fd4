"""Mail, sent beside the request: the time of an answer tells nothing, and no mail server holds it up."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.mail import send_mail
from django.db import connections
from django.template.loader import render_to_string
from django.utils import translation

log = logging.getLogger("kanban.mail")

POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def later(work: Callable[..., None], *args: Any) -> None:
    """Does `work` soon, on a thread of its own; what it raises is logged. A process that dies loses it."""
    POOL.submit(_guarded, work, *args)


def send(name: str, *, to: str, language: str, **context: Any) -> None:
    """The template mail/<name>.txt in `language`: its first line is the subject, the rest the text."""
    with translation.override(language):
        subject, _, text = render_to_string(f"mail/{name}.txt", context).strip().partition("\n")
    send_mail(subject, text.strip() + "\n", None, [to])


def _guarded(work: Callable[..., None], *args: Any) -> None:
    try:
        work(*args)
    except Exception as error:
        # Not the traceback: it may hold what the mail holds.
        log.error("a mail was not sent", extra={"facts": {"error": type(error).__name__}})
    finally:
        connections.close_all()
