"""Extracts the messages from the sources and compares the committed translations with them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SOURCES = (
    "accounts",
    "boards",
    "chat",
    "core",
    "files",
    "kanban",
    "notifications",
    "projects",
    "templates",
    "static/js",
)
DOMAINS = ("django", "djangojs")
Key = tuple[str | None, str, str]


class Command(BaseCommand):
    help = "Fail if a message is untranslated, fuzzy or no longer in the sources. Needs the gettext tools."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        languages = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        with tempfile.TemporaryDirectory() as folder:
            copy_sources(Path(folder))
            problems = [problem for language in languages for problem in compare(Path(folder), language)]
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(f"Every message is translated: {', '.join(languages)}.")


def copy_sources(folder: Path) -> None:
    (folder / "locale").mkdir()
    for source in SOURCES:
        ignored = shutil.ignore_patterns("tests", "test_*", "migrations", "__pycache__")
        shutil.copytree(settings.BASE_DIR / source, folder / source, ignore=ignored)


def compare(folder: Path, language: str) -> Iterator[str]:
    for domain in DOMAINS:
        path = Path("locale") / language / "LC_MESSAGES" / f"{domain}.po"
        extract(folder, language, domain)
        wanted = keys(folder / path) if (folder / path).exists() else {}
        found = keys(settings.BASE_DIR / path) if (settings.BASE_DIR / path).exists() else {}
        yield from (f"{path}: missing: {key[1]!r}" for key in wanted if key not in found)
        yield from (f"{path}: no longer in the sources: {key[1]!r}" for key in found if key not in wanted)
        yield from (f"{path}: {fault(entry)}: {entry.msgid!r}" for entry in found.values() if fault(entry))
        if found:
            yield from format_errors(settings.BASE_DIR / path)


def extract(folder: Path, language: str, domain: str) -> None:
    # Without the settings, whose LOCALE_PATHS would make Django overwrite the committed files.
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale", language, "--domain", domain]
    run = subprocess.run(command, check=False, cwd=folder, env=environment, capture_output=True, text=True)
    if run.returncode:
        raise CommandError(run.stderr)


def keys(path: Path) -> dict[Key, polib.POEntry]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural): entry for entry in polib.pofile(str(path))}


def fault(entry: polib.POEntry) -> str:
    if entry.obsolete:
        return "obsolete"
    if entry.fuzzy:
        return "fuzzy"
    return "" if entry.translated() else "not translated"


def format_errors(path: Path) -> Iterator[str]:
    """Yield lost placeholders and wrong plural forms."""
    command = ["msgfmt", "--check", "--output-file", os.devnull, str(path)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    yield from run.stderr.splitlines() if run.returncode else ()
