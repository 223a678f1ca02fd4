"""Files in a bucket that speaks S3."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.utils.http import content_disposition_header
from storages.backends.s3 import S3Storage

LINK_SECONDS = 60
MIB = 1024 * 1024
NO_PARTS = TransferConfig(use_threads=False, multipart_threshold=16 * MIB)


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


class BucketStorage(S3Storage):
    """An object is stored by one request, whole or not at all. `signed_urls`: browsers are sent to it.

    `bucket` is one for all threads. A thread lives as long as a request here, and a `connection` of its own
    would take a tenth of a second to make.
    """

    def __init__(self, *, addressing_style: str, signed_urls: bool, **options: Any) -> None:
        self.signed_urls = signed_urls
        super().__init__(
            **options,
            client_config=_config(addressing_style),
            transfer_config=NO_PARTS,
            file_overwrite=True,  # no key is given twice, so there is no need to look first
            default_acl=None,
            max_memory_size=MIB,
        )

    def part(self, key: str, start: int, stop: int) -> IO[bytes]:
        with _as_os_error():
            return self.bucket.Object(key).get(Range=f"bytes={start}-{stop - 1}")["Body"]

    def link(self, key: str, name: str, content_type: str, *, attached: bool) -> str:
        if not self.signed_urls:
            return ""
        told = {
            "Bucket": self.bucket_name,
            "Key": key,
            "ResponseContentType": content_type,
            "ResponseContentDisposition": content_disposition_header(attached, name),
        }
        client = self.bucket.meta.client
        return client.generate_presigned_url("get_object", Params=told, ExpiresIn=LINK_SECONDS)

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
    """Only Amazon knows the newer checksums."""
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
