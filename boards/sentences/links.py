"""Links to cards and times, as the sentences of the history show them."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.moments import parse_stored_moment
from core.regions import written
from core.wire import JsonObject
from projects.events.log import EventWire


def card_link(wire: EventWire) -> SafeString:
    """Link to the card of an event: its title at the time of the event, its current address."""
    return link_to_card(wire["projectId"], wire["payload"])


def link_to_card(project_id: str, card: JsonObject) -> SafeString:
    """Link to `card`, of which only `number`, `key` and `title` are read."""
    url = reverse("card", args=[project_id, card["number"]])
    return format_html('<a href="{}">{} <bdi>{}</bdi></a>', url, card["key"], card["title"])


def time_element(text: str) -> SafeString:
    """`<time>` element for a moment in wire format; an instant is in the reader's time zone."""
    moment = parse_stored_moment(text)
    if not isinstance(moment, dt.datetime):
        return format_html('<time datetime="{}" data-format="date">{}</time>', text, written(moment, "date"))
    at = timezone.localtime(moment)
    return format_html('<time datetime="{}" data-format="datetime">{}</time>', text, written(at, "full"))
