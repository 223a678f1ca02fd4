"""Time zones by their IANA names, for times that the server writes: pages without a script, and mail."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)


@cache
def zone_names() -> frozenset[str]:
    """Those that name a place or an offset; not the files that some systems keep beside them."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


@cache
def zones_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a form: places, sorted, without the names of another time."""
    places = sorted(name for name in zone_names() if name.partition("/")[0] in REGIONS)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for name in places:
        region, _slash, place = name.partition("/")
        grouped.setdefault(region, []).append((name, place.replace("_", " ")))
    return list(grouped.items())


def check_zone(name: str) -> None:
    """Raises Django's ValidationError."""
    if name not in zone_names():
        raise ValidationError(_("There is no such time zone."), "zone")


def zone_of(name: str) -> ZoneInfo | None:
    """None where none is chosen, and where this system no longer knows the name."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
