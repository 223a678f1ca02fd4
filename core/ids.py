"""UUIDv7 keys: sortable by time; made by the server, or by the client that creates something."""

import re
from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["new_id", "parse_uuid", "parse_uuid7"]

CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def new_id() -> UUID:
    return uuid7()


def parse_uuid(value: object) -> UUID:
    """Raise ValueError unless `value` is the canonical 36-character text of a UUID."""
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not CANONICAL.fullmatch(value):
        raise ValueError("not a UUID")
    return UUID(value)


def parse_uuid7(value: object) -> UUID:
    """Raise ValueError unless `value` is the text of a UUIDv7."""
    parsed = parse_uuid(value)
    if parsed.version != 7:
        raise ValueError("not a UUIDv7")
    return parsed


def uuid_or_none(value: object) -> UUID | None:
    """Return the id that `value` is in canonical form, or None."""
    try:
        return parse_uuid(value)
    except ValueError:
        return None
