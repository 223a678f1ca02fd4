"""Makes the index of the search anew, or says where it disagrees with the texts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from projects.search.rebuild import differences, rebuild, search_indexes
from projects.search.tables import create_lookup_tables

REPORT_EACH = 10_000


class Command(BaseCommand):
    help = "Index all texts again, and create what the index lacks (pg_trgm). The product may run meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", choices=sorted(search_indexes), help="only this kind")
        parser.add_argument("--check", action="store_true", help="change nothing; fail if something differs")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = [options["kind"]] if options["kind"] else sorted(search_indexes)
        if options["check"]:
            self._check(kinds)
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET statement_timeout = 0")
        for kind in kinds:
            create_lookup_tables(search_indexes[kind].index)
            done = rebuild(search_indexes[kind], self._report)
            self.stdout.write(f"{kind}: {done:,} indexed")

    def _report(self, done: int) -> None:
        if done % REPORT_EACH == 0:
            self.stdout.write(f"  {done:,}")

    def _check(self, kinds: list[str]) -> None:
        different = {kind: [str(pk) for pk in differences(search_indexes[kind])] for kind in kinds}
        for kind, ids in different.items():
            self.stdout.write(f"{kind}: {len(ids):,} differ {' '.join(ids[:5])}".rstrip())
        if any(different.values()):
            raise CommandError("The index is outdated. Run rebuild_search.")
