"""Makes the notifications that nobody made yet; servers do the same when they start."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.generate import catch_up_everywhere


class Command(BaseCommand):
    help = "Make the notifications of whatever happened while no server was there to make them."

    def handle(self, *args: Any, **options: Any) -> None:
        catch_up_everywhere()
