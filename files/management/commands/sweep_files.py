"""Removes what lies in storage and no file needs: left by a deletion, or by an upload that broke off."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand

from files.models import File
from files.storage.backends import age, folders, remove

AT_ONCE = 500
FRESH = dt.timedelta(hours=1)
"""Younger objects may be about to get their row."""


class Command(BaseCommand):
    help = "Removes objects older than an hour that no file needs."

    def handle(self, *args: Any, **options: Any) -> None:
        swept = 0
        for keys in folders():
            for place in range(0, len(keys), AT_ONCE):
                strays = [key for key in needless(keys[place : place + AT_ONCE]) if age(key) > FRESH]
                remove(strays)
                swept += len(strays)
        self.stdout.write(f"{swept} objects removed")


def needless(keys: list[str]) -> set[str]:
    kept = File.objects.kept()
    needed = {
        *kept.filter(key__in=keys).values_list("key", flat=True),
        *kept.filter(thumbnail_key__in=keys).values_list("thumbnail_key", flat=True),
    }
    return set(keys) - needed
