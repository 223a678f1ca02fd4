"""Fills an empty installation with demo projects, and prints how to sign in as each of the demo people."""

import contextlib
import ipaddress
import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from kanban import environment as env
from kanban.demo import sign_ins
from kanban.demo.clock import Clock
from kanban.demo.people import CAST, address, create_people, existing_people
from kanban.demo.story import FOUNDED, play

PROJECTS = ("website", "mobile", "start")
FIRST_DAY = -21


class Command(BaseCommand):
    help = "Create three demo projects and five people, once, and print how to sign in. Not for production."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unless_local()
        people = existing_people()
        if not people:
            people = create()
        elif not sign_ins.stored():
            renew_passwords(people)
        self.stdout.write(table(people))


def refuse_unless_local() -> None:
    if settings.PRODUCTION:
        raise CommandError("No demo data in production.")
    host = env.text("HOST", "127.0.0.1")
    if not is_loopback(host):
        raise CommandError(f"No demo data where others can reach it: HOST is {host}, not 127.0.0.1.")


def is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host == "localhost"


def create() -> dict[str, User]:
    now = timezone.now()
    made = sign_ins.make(address(key) for key in CAST)
    with quiet(), translation.override("en"), transaction.atomic():
        people = create_people(made, at=Clock(now).day(FIRST_DAY, FOUNDED))
        for name in PROJECTS:
            play(name, people, now=now)
    return people


def renew_passwords(people: dict[str, User]) -> None:
    """Set new passwords if the stored ones are lost; the database has only their hashes."""
    made = sign_ins.make(user.email for user in people.values())
    for user in people.values():
        user.set_password(made[user.email].password)
        user.save(update_fields=["password"])


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Suppress the log lines of the hundreds of commands inside."""
    log = logging.getLogger("kanban.commands")
    before = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(before)


def table(people: dict[str, User]) -> str:
    rows = [("Sign in as", "e-mail", "password", "")]
    rows += [
        (user.display_name, user.email, sign_ins.password_of(user), CAST[key].note)
        for key, user in people.items()
    ]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(f"  {line.rstrip()}" for line in ["", *lines])
