"""Storage for tests: a folder, or a bucket of a real S3 server. Both can be made unavailable."""

import functools
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

import boto3
from botocore.config import Config

from files.storage.backends import keys_by_folder
from files.storage.s3 import BucketStorage
from tests.support.processes import BOOT_SECONDS, free_port
from tests.support.server import answers

KEYS = {"aws_access_key_id": "someone", "aws_secret_access_key": "something"}


@functools.cache
def bucket_storage(**options: Any) -> BucketStorage:
    """Make one storage per bucket for all tests: each one makes a client, which takes a tenth of a second."""
    return BucketStorage(**options)


class Storage:
    name = ""

    def options(self) -> dict[str, Any]:
        """Entry of settings.STORAGES."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Environment variables of a server."""
        raise NotImplementedError

    def leave(self) -> None:
        raise NotImplementedError

    def come_back(self) -> None:
        raise NotImplementedError

    @staticmethod
    def held() -> set[str]:
        return {key for keys in keys_by_folder() for key in keys}


class Folder(Storage):
    name = "disk"

    def __init__(self, path: Path) -> None:
        self.path = path

    def options(self) -> dict[str, Any]:
        return {"BACKEND": "files.storage.disk.DiskStorage", "OPTIONS": {"location": self.path}}

    def environment(self) -> dict[str, str]:
        return {"FILES_DIR": str(self.path)}

    def leave(self) -> None:
        """Put a file in the folder's place. Permissions would not stop root; this does."""
        if self.path.exists():
            self.path.rename(self.path.with_suffix(".away"))
        self.path.touch()

    def come_back(self) -> None:
        self.path.unlink()
        away = self.path.with_suffix(".away")
        (away.rename if away.exists() else lambda path: path.mkdir())(self.path)


class Bucket(Storage):
    name = "s3"

    def __init__(self, path: Path) -> None:
        self.log, self.port = path.with_suffix(".log"), free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        with self.log.open("a") as log:
            command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(self.port)]
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + BOOT_SECONDS
        while not answers(self.port):
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)
        self.client.create_bucket(Bucket="files")
        return self

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    @property
    def client(self) -> Any:
        path_style = Config(s3={"addressing_style": "path"})
        return boto3.client("s3", endpoint_url=self.url, region_name="us-east-1", config=path_style, **KEYS)

    def options(self, *, signed_urls: bool = False) -> dict[str, Any]:
        result = {
            "bucket_name": "files",
            "endpoint_url": self.url,
            "region_name": "us-east-1",
            "access_key": KEYS["aws_access_key_id"],
            "secret_key": KEYS["aws_secret_access_key"],
            "addressing_style": "path",
            "signed_urls": signed_urls,
        }
        return {"BACKEND": "tests.files.storages.bucket_storage", "OPTIONS": result}

    def environment(self) -> dict[str, str]:
        return {
            "S3_BUCKET": "files",
            "S3_ENDPOINT_URL": self.url,
            "S3_ACCESS_KEY_ID": KEYS["aws_access_key_id"],
            "S3_SECRET_ACCESS_KEY": KEYS["aws_secret_access_key"],
        }

    def leave(self) -> None:
        self.stop()

    def come_back(self) -> None:
        """Start again, empty: the S3 server keeps everything in memory."""
        self.start()
