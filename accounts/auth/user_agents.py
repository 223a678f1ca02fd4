"""The device of a request, described as people would: "Firefox on Windows"."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import USER_AGENT_LENGTH
from core.client_ip import client_address

BROWSERS = (
    ("Edg(e|A|iOS)?/", "Edge"),
    ("OPR/|OPiOS/", "Opera"),
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/|FxiOS/", "Firefox"),
    ("CriOS/|Chrom(e|ium)/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh|Mac OS X", "Mac"),
    ("Linux|X11", "Linux"),
)
PROGRAM_NAME = re.compile(r"([A-Za-z][\w.-]{0,39})(/|$)")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class Device:
    user_agent: str = ""
    address: str | None = None


def device_of(request: Any) -> Device:
    """Return the device of a request of Django or DRF."""
    agent = UNPRINTABLE.sub(" ", request.META.get("HTTP_USER_AGENT", ""))[:USER_AGENT_LENGTH]
    return Device(user_agent=agent, address=client_address(request) or None)


def describe_user_agent(user_agent: str) -> str:
    """Return "browser on system", or the name that a program gives itself."""
    browser, system = _first_match(BROWSERS, user_agent), _first_match(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    program = PROGRAM_NAME.match(user_agent)
    return browser or system or (program[1] if program else _("Unknown device"))


def _first_match(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, text)), "")
