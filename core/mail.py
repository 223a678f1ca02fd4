"""Sends mail in the background: the time of a response reveals nothing, and no mail server delays it."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec

from django.core.mail import send_mail
from django.db import connections
from django.template.loader import render_to_string
from django.utils import translation

P = ParamSpec("P")

log = logging.getLogger("kanban.mail")

POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def in_background(work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Run `work` on a thread of the mail pool; log its exceptions.

    The mail is lost if the process ends first.
    """
    POOL.submit(_run_and_log, partial(work, *args, **kwargs))


def send_template(name: str, *, to: str, language: str, **context: object) -> None:
    """Send the template mail/<name>.txt in `language`. Its first line is the subject, the rest the body."""
    with translation.override(language):
        subject, _, text = render_to_string(f"mail/{name}.txt", context).strip().partition("\n")
    send_mail(subject, text.strip() + "\n", None, [to])


def _run_and_log(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:
        # No traceback: it may contain the text of the mail.
        log.error("a mail was not sent", extra={"facts": {"error": type(error).__name__}})
    finally:
        connections.close_all()
