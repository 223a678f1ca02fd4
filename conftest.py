"""Each worker of the tests has a place of its own for files, and a Redis database of its own: one empties its
cache, the other goes on."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from django.conf import settings

_folder = TemporaryDirectory(prefix="kanban-files-")
settings.FILES_DIR = settings.STORAGES["files"]["OPTIONS"]["location"] = Path(_folder.name)

if settings.REDIS_URL:
    _address = urlsplit(settings.REDIS_URL)
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    _url = _address._replace(path=f"/{int(_address.path.strip('/') or 0) + _worker}").geturl()
    os.environ["REDIS_URL"] = settings.REDIS_URL = settings.CACHES["default"]["LOCATION"] = _url
    settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"][0]["address"] = _url
