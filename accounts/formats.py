"""How dates and numbers are written for a person: by their choice, else by what their browser asks for."""

from core.regions import Reader, region_of_header

FORMATS = {
    "en-GB": "English (UK) · 31/12/2026, 18:30",
    "en-US": "English (US) · 12/31/2026, 6:30 PM",
    "de-DE": "Deutsch · 31.12.2026, 18:30",
    "fr-FR": "Français · 31/12/2026 18:30",
    "ru-RU": "Русский · 31.12.2026, 18:30",
    "iso": "ISO 8601 · 2026-12-31 18:30",
}
"""Values of the profile, with what a person chooses by. "" is what the browser asks for."""


def reader_of(formats: str, accept_language: str) -> Reader:
    """Return the reader with this choice, and with this header of their browser."""
    if not formats:
        return Reader(region_of_header(accept_language))
    language, _dash, region = formats.rpartition("-")
    return Reader(region.upper(), language)
