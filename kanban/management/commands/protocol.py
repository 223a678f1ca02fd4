"""Writes the catalogue of commands and entities into docs/protocol.md, between its two marks."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from kanban.protocol_catalogue import catalogue

PATH = settings.BASE_DIR / "docs" / "protocol.md"
BEGIN, END = "<!-- manage.py protocol: begin -->", "<!-- manage.py protocol: end -->"


class Command(BaseCommand):
    help = "Write the generated part of docs/protocol.md from the registry."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if it is not current")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        written = PATH.read_text(encoding="utf-8")
        current = renewed(written)
        if check and written != current:
            raise CommandError("docs/protocol.md is not current: run manage.py protocol.")
        if not check:
            PATH.write_text(current, encoding="utf-8")


def renewed(text: str) -> str:
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    with translation.override("en"):
        return f"{head}{BEGIN}\n\n{catalogue()}\n\n{END}{tail}"
