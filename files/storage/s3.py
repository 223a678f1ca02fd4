"""Storage of files in a bucket of S3 or a compatible server."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from files.filenames import content_disposition

URL_SECONDS = 60
MIB = 1024 * 1024
SINGLE_REQUEST = TransferConfig(use_threads=False, multipart_threshold=16 * MIB)
"""Store an object by one request: the threshold is above the largest file."""


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Raise an OSError in place of any error of boto3."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


class BucketStorage(S3Storage):
    """Stores an object by one request, all or nothing. With `signed_urls` browsers download from the bucket.

    All threads share one `bucket`. A thread lives only as long as a request here, and a `connection` for each
    would take a tenth of a second to make.
    """

    def __init__(self, *, addressing_style: str, signed_urls: bool, **options: Any) -> None:
        self.signed_urls = signed_urls
        super().__init__(
            **options,
            client_config=_config(addressing_style),
            transfer_config=SINGLE_REQUEST,
            file_overwrite=True,  # Keys are never used twice, so there is no need to check for one.
            default_acl=None,
            max_memory_size=MIB,
        )

    def read_range(self, key: str, start: int, stop: int) -> IO[bytes]:
        with _as_os_error():
            return self.bucket.Object(key).get(Range=f"bytes={start}-{stop - 1}")["Body"]

    def download_url(self, key: str, name: str, content_type: str, *, as_attachment: bool) -> str:
        if not self.signed_urls:
            return ""
        params = {
            "Bucket": self.bucket_name,
            "Key": key,
            "ResponseContentType": content_type,
            "ResponseContentDisposition": content_disposition(name, as_attachment=as_attachment),
        }
        client = self.bucket.meta.client
        return client.generate_presigned_url("get_object", Params=params, ExpiresIn=URL_SECONDS)

    def _save(self, name: str, content: File) -> str:
        with _as_os_error():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> File:
        with _as_os_error():
            return super()._open(name, mode)

    def delete(self, name: str) -> None:
        with _as_os_error():
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_os_error():
            return super().listdir(name)

    def get_modified_time(self, name: str) -> dt.datetime:
        with _as_os_error():
            return super().get_modified_time(name)


def _config(addressing_style: str) -> Config:
    """Return the client's settings. Checksums are off if optional: only Amazon supports the newer ones."""
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": addressing_style},
        connect_timeout=2,
        read_timeout=5,
        retries={"mode": "standard", "total_max_attempts": 2},
        max_pool_connections=50,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
