"""Generates the notifications of events that no server has read; servers do the same when they start."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.generate import catch_up_all_projects


class Command(BaseCommand):
    help = "Generate the notifications of events that happened while no server was running."

    def handle(self, *args: Any, **options: Any) -> None:
        catch_up_all_projects()
