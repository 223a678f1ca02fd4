"""Writes the catalogue of commands and entities into docs/protocol.md, between two marks."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kanban.generated_docs import write_part
from kanban.protocol_catalogue import catalogue

PATH = settings.BASE_DIR / "docs" / "protocol.md"


class Command(BaseCommand):
    help = "Write the generated part of docs/protocol.md from the registry."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if it is outdated")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        write_part(PATH, "protocol", catalogue, check=check)
