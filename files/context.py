"""Files as templates take them."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from files.content_types import kind_of
from files.models import File

# A picture among words is drawn no larger than this.
BOX = (480, 320)
LONGEST_ENDING = 8


def file_face(file: File) -> dict[str, Any]:
    """`shown` is said of pictures that a page draws; `fit_*` is how large it does so among words."""
    url = f"/api/v1/files/{file.pk}"
    size = fit(file.width, file.height) if file.thumbnail_key and file.width and file.height else None
    stem, ending = split_name(file.name)
    return {
        "id": file.pk,
        "name": file.name,
        "stem": stem,
        "ending": ending,
        "size": file.size,
        "size_words": size_words(file.size),
        "kind": kind_of(file.content_type),
        "url": url,
        "thumbnail_url": f"{url}/thumbnail" if size else None,
        "width": file.width,
        "height": file.height,
        **(size or {}),
        "shown": size is not None,
        "uploader_id": file.uploader_id,
        "created_at": file.created_at,
    }


def split_name(name: str) -> tuple[str, str]:
    """The name and its ending apart, so that a name too long for its place is cut before the ending."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and len(ending) <= LONGEST_ENDING else (name, "")


def size_words(size: int) -> str:
    if size < 1024:
        return _("%(n)s B") % {"n": size}
    if size < 1024**2:
        return _("%(n)s KB") % {"n": round(size / 1024)}
    if size < 1024**3:
        return _("%(n)s MB") % {"n": _short(size / 1024**2)}
    return _("%(n)s GB") % {"n": _short(size / 1024**3)}


def _short(number: float) -> str:
    return number_format(round(number, 1), decimal_pos=0 if round(number, 1) % 1 == 0 else 1)


def fit(width: int, height: int) -> dict[str, int]:
    scale = min(1.0, BOX[0] / width, BOX[1] / height)
    return {"fit_width": max(1, round(width * scale)), "fit_height": max(1, round(height * scale))}
