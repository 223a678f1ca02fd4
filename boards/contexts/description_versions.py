"""Template contexts of the earlier versions of a card's description."""

from django.utils.translation import gettext_lazy as _

from boards.models import Card
from boards.wire.description_versions import versions_of
from core.texts.diff import line_diff
from projects.models import Event

PAGE = 20


def description_versions(card: Card, before: int | None = None) -> tuple[list[dict[str, object]], bool]:
    """Return a page of versions, each with its difference to the one before it, and whether more follow.

    Newest first; `before` is the sequence number of the last version of the previous page.
    """
    rows = versions_of(card).select_related("actor").order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = list(rows[: PAGE + 1])
    return [_version(row, card) for row in found[:PAGE]], len(found) > PAGE


def _version(row: Event, card: Card) -> dict[str, object]:
    new = row.payload.get("description") or ""
    old = row.changes.get("description", ["", new])[0] or ""
    return {
        "seq": row.seq,
        "actor": row.actor,
        "at": row.at,
        "description": new,
        "diff": line_diff(_("Description"), old, new),
        "current": new == card.description,
    }
