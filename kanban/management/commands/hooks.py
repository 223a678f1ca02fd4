"""Writes the table of registries into docs/architecture.md, between its two marks."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kanban.generated_docs import write_part
from kanban.hook_catalogue import hook_table

PATH = settings.BASE_DIR / "docs" / "architecture.md"


class Command(BaseCommand):
    help = "Write the generated part of docs/architecture.md from the registries."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if it is not current")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        write_part(PATH, "hooks", hook_table, check=check)
