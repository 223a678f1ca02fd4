"""Sends mail in the background: the time of a response reveals nothing, and no mail server delays it."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore
from typing import ParamSpec

from django.conf import settings
from django.core.mail import send_mail
from django.db import connections
from django.template.loader import render_to_string
from django.utils import translation
from django_ratelimit.core import get_usage

from core.mail_names import single_line

P = ParamSpec("P")

log = logging.getLogger("kanban.mail")

SUBJECT_LENGTH = 180

QUEUE_LENGTH = 1000
"""Mails that wait in a process. Further ones are not sent, and the log says so."""

POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")
PLACES = BoundedSemaphore(QUEUE_LENGTH)


def in_background(work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Run `work` on a thread of the mail pool; log its exceptions.

    The mail is lost if the process ends first.
    """
    if PLACES.acquire(blocking=False):
        POOL.submit(_run_in_place, partial(work, *args, **kwargs))
    else:
        _log_unsent("too many wait")


def send_template(name: str, *, to: str, language: str, **context: object) -> None:
    """Send the template mail/<name>.txt in `language`. Its first line is the subject, the rest the body.

    All mail of the product goes through here. Entry points refuse in time what is too much; should one of
    them not, a mail beyond the limits below is not sent, and the log says so.
    """
    if not _within_limits(name, to):
        log.warning("a mail was not sent", extra={"facts": {"mail": name, "error": "too many"}})
        return
    with translation.override(language):
        subject, _, text = render_to_string(f"mail/{name}.txt", context).strip().partition("\n")
    send_mail(single_line(subject, SUBJECT_LENGTH), text.strip() + "\n", None, [to])


def mailbox_of(address: str) -> str:
    """Return the mailbox of an address, its domain in ASCII.

    It is without the tag after a plus, with which one person has many.
    """
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}@{_ascii(domain)}"


def spellings_of(domain: str) -> set[str]:
    """Return how an address may write this domain of a mailbox: bücher.example, xn--bcher-kva.example."""
    try:
        return {domain, domain.encode().decode("idna")}
    except UnicodeError:
        return {domain}


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _within_limits(name: str, to: str) -> bool:
    """Count a mail against the limits of its kind: of its mailbox, and then of the whole installation.

    Each kind counts by itself, so that nobody's invitations keep a link to a new password from being sent.
    """
    return _count("mail_address", f"{name} {mailbox_of(to)}") and _count("mail_total", name)


def _count(limit: str, who: str) -> bool:
    rate = settings.RATE_LIMITS[limit]
    usage = get_usage(None, group=limit, key=lambda group, request: who, rate=rate, increment=True)
    return usage is None or not usage["should_limit"]


def _run_in_place(work: Callable[[], None]) -> None:
    try:
        _run_and_log(work)
    finally:
        PLACES.release()


def _run_and_log(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:
        # No traceback: it may contain the text of the mail.
        _log_unsent(type(error).__name__)
    finally:
        connections.close_all()


def _log_unsent(reason: str) -> None:
    log.error("a mail was not sent", extra={"facts": {"error": reason}})
