"""Refusals that concern files, beside those of every command."""

from django.utils.translation import gettext_lazy as _

from projects.errors import Refusal, TooLarge, Unavailable


class UnsupportedType(Refusal):
    status, code = 415, "unsupported_media_type"
    detail = _("Files of this type are not taken.")


class FileTooLarge(TooLarge):
    detail = _("A file may be at most 10 MiB.")


class StorageUnavailable(Unavailable):
    detail = _("The storage for files is away for a moment. Please try again.")


class StorageFull(StorageUnavailable):
    detail = _("There is no room left for files. Please try again later.")
