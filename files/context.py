"""Template contexts of files."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.regions import decimal_comma
from files.content_types.kinds import kind_of, view_of
from files.models import File, Location

MAX_INLINE_SIZE = (480, 320)
"""Pixels. An image in a text is shown no larger than this."""
MAX_EXTENSION_LENGTH = 8
"""Characters, with the dot. What follows the last dot is part of the name if it is longer."""

NOTES = {
    Location.REMOVED: gettext_lazy("Location removed"),
    Location.KEPT: gettext_lazy("May show where it was taken"),
}


def file_context(file: File) -> dict[str, object]:
    """Return the context of a file.

    `shown` is true for images that a page displays; `fit_width` and `fit_height` are their size in a text.
    `note` says what became of the location in a picture. `view` is what the viewer makes of the file:
    "picture", or a word of `view_of`.
    """
    url = f"/api/v1/files/{file.pk}"
    size = fitted_size(file.width, file.height) if file.is_picture and file.width and file.height else None
    stem, extension = split_name(file.name)
    return {
        "id": file.pk,
        "name": file.name,
        "stem": stem,
        "ending": extension,
        "size": file.size,
        "size_words": human_size(file.size),
        "kind": kind_of(file.content_type),
        "url": url,
        "thumbnail_url": f"{url}/thumbnail" if size else None,
        "width": file.width,
        "height": file.height,
        **(size or {}),
        "shown": size is not None,
        "view": "picture" if size else view_of(file.content_type),
        "location": file.location,
        "note": NOTES.get(Location(file.location), ""),
        "uploader_id": file.uploader_id,
        "created_at": file.created_at,
    }


def split_name(name: str) -> tuple[str, str]:
    """Split the extension from a name, so that a page can truncate a long name before its extension."""
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if stem and len(extension) <= MAX_EXTENSION_LENGTH else (name, "")


def human_size(size: int) -> str:
    """Return a number of bytes as people read it, such as "1.5 MB"."""
    if size < 1024:
        return _("%(n)s B") % {"n": size}
    if size < 1024**2:
        return _("%(n)s KB") % {"n": round(size / 1024)}
    if size < 1024**3:
        return _("%(n)s MB") % {"n": _rounded(size / 1024**2)}
    return _("%(n)s GB") % {"n": _rounded(size / 1024**3)}


def _rounded(number: float) -> str:
    """Return the number with one decimal, or with none if that would be zero."""
    text = number_format(round(number, 1), decimal_pos=0 if round(number, 1) % 1 == 0 else 1)
    comma = decimal_comma()
    return text if comma is None else text.replace(".", ",") if comma else text.replace(",", ".")


def fitted_size(width: int, height: int) -> dict[str, int]:
    """Scale an image down to MAX_INLINE_SIZE; one that is smaller keeps its size."""
    scale = min(1.0, MAX_INLINE_SIZE[0] / width, MAX_INLINE_SIZE[1] / height)
    return {"fit_width": max(1, round(width * scale)), "fit_height": max(1, round(height * scale))}
