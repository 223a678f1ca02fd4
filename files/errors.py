"""Refusals that concern files, beside those of every command."""

from django.utils.translation import gettext_lazy as _

from projects.errors import Refusal, TooLarge, Unavailable


class UnsupportedType(Refusal):
    status, code = 415, "unsupported_media_type"
    detail = _("Files of this type are not accepted.")


class FileTooLarge(TooLarge):
    detail = _("A file can be at most 10 MiB.")


class StorageUnavailable(Unavailable):
    detail = _("File storage is temporarily unavailable. Please try again.")


class StorageFull(StorageUnavailable):
    detail = _("File storage is full. Please try again later.")
