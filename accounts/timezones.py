"""IANA time zones, for times that the server formats: pages without scripts, and mail."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)


class EndlessZone(ZoneInfo):
    """A zone that also shows the first and last hours that Python knows, which its own clock does not have.

    They can be stored, and one of them must not take away a page of Django's, such as a list of the admin.
    """

    def fromutc(self, moment: dt.datetime) -> dt.datetime:
        """Return the local time; on such a day, the clock of UTC."""
        try:
            return super().fromutc(moment)
        except OverflowError:
            return moment


@cache
def zone_names() -> frozenset[str]:
    """Return the names of zones, without other files that some systems keep in the same directory."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


@cache
def zones_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return choices for a form: cities by region, sorted, without the outdated names."""
    places = sorted(name for name in zone_names() if name.partition("/")[0] in REGIONS)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for name in places:
        region, _slash, place = name.partition("/")
        grouped.setdefault(region, []).append((name, place.replace("_", " ")))
    return list(grouped.items())


def check_zone(name: str) -> None:
    """Raise Django's ValidationError for an unknown name."""
    if name not in zone_names():
        raise ValidationError(_("Unknown time zone."), "zone")


def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone, or None if no name is given or this system no longer knows it."""
    if not name:
        return None
    try:
        return EndlessZone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
