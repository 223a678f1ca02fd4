"""manage.py reset_link: a link to choose a new password, for an operator to pass on."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.models import User, normalize_email
from accounts.password_reset import make_reset_token


class Command(BaseCommand):
    help = "Print a link that resets the password of an account. It works once and for an hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address of the account")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        person = User.objects.filter(email=normalize_email(address), is_active=True).first()
        if person is None or not person.has_usable_password():
            raise CommandError(f"No active account has the address {address}.")
        path = reverse("reset", kwargs={"token": make_reset_token(person)})
        self.stdout.write(settings.PUBLIC_URL + path)
