"""Give each test worker its own folder for files and its own Redis database.

A worker empties its cache between tests, which must not disturb the others.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils import translation

_folder = TemporaryDirectory(prefix="kanban-files-")
settings.FILES_DIR = settings.STORAGES["files"]["OPTIONS"]["location"] = Path(_folder.name)

if settings.REDIS_URL:
    _address = urlsplit(settings.REDIS_URL)
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    _url = _address._replace(path=f"/{int(_address.path.strip('/') or 0) + _worker}").geturl()
    os.environ["REDIS_URL"] = settings.REDIS_URL = settings.CACHES["default"]["LOCATION"] = _url
    settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"][0]["address"] = _url


@pytest.fixture(autouse=True)
def _reset_language() -> Iterator[None]:
    """Reset the language: a request in this process leaves its own active for the next test."""
    yield
    translation.deactivate()
