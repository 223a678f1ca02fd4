"""Removes stored objects that no file refers to, left by a deletion or by an interrupted upload."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand

from files.models import File
from files.storage.backends import delete_objects, keys_by_folder, object_age

BATCH_SIZE = 500
MIN_AGE = dt.timedelta(hours=1)
"""Younger objects may belong to an upload that has not created its row yet."""


class Command(BaseCommand):
    help = "Delete objects older than an hour that no file refers to."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for keys in keys_by_folder():
            for start in range(0, len(keys), BATCH_SIZE):
                batch = unreferenced_keys(keys[start : start + BATCH_SIZE])
                orphans = [key for key in batch if object_age(key) > MIN_AGE]
                delete_objects(orphans)
                count += len(orphans)
        self.stdout.write(f"{count} objects removed")


def unreferenced_keys(keys: list[str]) -> set[str]:
    """Return those of `keys` that are neither the content nor the thumbnail of a file."""
    files = File.objects.undeleted()
    referenced = {
        *files.filter(key__in=keys).values_list("key", flat=True),
        *files.filter(thumbnail_key__in=keys).values_list("thumbnail_key", flat=True),
    }
    return set(keys) - referenced
