"""Compiles locale/*/LC_MESSAGES/*.po with polib, so that running the product needs no gettext tools."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the translations whose .po is newer than its .mo."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        sources = sorted(source for folder in settings.LOCALE_PATHS for source in Path(folder).rglob("*.po"))
        for source in sources:
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                polib.pofile(str(source)).save_as_mofile(str(compiled))
                self.stdout.write(f"Compiled {source.relative_to(settings.BASE_DIR)}")
