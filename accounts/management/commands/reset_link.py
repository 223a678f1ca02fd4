"""manage.py reset_link: a link to choose a new password, for an operator to pass on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import normalize_email
from accounts.password_reset import account_to_reset, reset_url


class Command(BaseCommand):
    help = "Print a link that resets the password of an account. It works once and for an hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address of the account")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        person = account_to_reset(normalize_email(address))
        if person is None:
            raise CommandError(f"No active account has the address {address}.")
        self.stdout.write(reset_url(person))
