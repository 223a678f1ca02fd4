"""Mails to people about changes of their access that others made."""

from functools import partial

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core.mail import in_background, send_template


def mail_address_changed(person: User, *, old: str) -> None:
    """Notify the old address of an account, once the change is committed."""
    language = person.locale or settings.LANGUAGE_CODE
    send = partial(in_background, send_template, "new_address", to=old, language=language)
    transaction.on_commit(send, robust=True)
