"""Reads environment variables for settings.py. An invalid value stops the program with one clear line."""

import os
import secrets
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import dj_database_url

Parsed = TypeVar("Parsed")

MIN_KEY_LENGTH = 50
DATABASE_ENGINES = {"django.db.backends.postgresql", "django.db.backends.sqlite3"}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def refuse(reason: str) -> None:
    raise SystemExit(f"Kanban Realtime does not start: {reason}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def choice(name: str, *values: str) -> str:
    """Return one of `values`, the first of which is the default."""
    value = text(name, values[0])
    if value not in values:
        refuse(f"{name} must be {' or '.join(values)}, not {value!r}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return value in ("1", "true", "yes", "on") if value else default
    refuse(f"{name} must be 1 or 0, not {value!r}.")
    return default


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdecimal():
        refuse(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def parsed(name: str, parse: Callable[[list[str]], Parsed]) -> Parsed:
    """Return what `parse` makes of comma-separated words. Its ValueError says what is wrong with them."""
    try:
        return parse(words(name))
    except ValueError as error:
        raise SystemExit(f"Kanban Realtime does not start: {name} {error}") from None


def origins(name: str) -> list[str]:
    """Return comma-separated origins, `scheme://host[:port]`; anything else is refused."""
    values = words(name)
    for value in values:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
            refuse(f"{name} takes origins such as https://board.example.com, not {value!r}.")
    return values


def url(name: str) -> str:
    value = text(name).rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc):
        refuse(f"{name} must be an address such as https://s3.example.com, not {value!r}.")
    return value


def needs(name: str, *modules: str, installed_by: str) -> None:
    """Refuses the setting `name` where the modules it needs are not installed."""
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        refuse(f"{name} needs {' and '.join(missing)}, not installed here. Run: {installed_by}")


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings of a database from its URL: PostgreSQL or SQLite."""
    try:
        config = dict(dj_database_url.parse(text(name, default)))
    except (ValueError, KeyError):
        config = {}
    if config.get("ENGINE") not in DATABASE_ENGINES:
        refuse(f"{name} takes postgres://user:password@host:5432/name or sqlite:///file.")
    return config


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def mail(name: str, *, production: bool) -> dict[str, Any]:
    """Return Django's mail settings from one URL; without it mail is written to the console.

    In production none are returned then, and `console:` is refused: standard output is a log there, and a
    mail holds links that reset passwords.
    """
    value = text(name)
    if production and not value:
        return {}
    parts = urlsplit(value or "console:")
    if parts.scheme in ("console", "file"):
        if production and not parts.path:
            refuse(f"{name} must name a mail server in production; leave it empty to send no mail.")
        kind = "filebased" if parts.path else "console"
        backend = f"django.core.mail.backends.{kind}.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": parts.path or None}
    try:
        port = parts.port or MAIL_PORTS[parts.scheme]
    except (KeyError, ValueError):
        port = 0
    if not port or not parts.hostname:
        refuse(
            f"{name} takes smtp+tls://user:password@host:587, smtps://, smtp://, file:///folder or console:."
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def secret(name: str, *, production: bool, folder: Path) -> str:
    """Return a secret: in production from the environment, else made once and kept in `folder` (0600)."""
    value = text(name)
    if production:
        if len(value) < MIN_KEY_LENGTH or len(set(value)) < 10 or "change" in value.lower():
            refuse(f"{name} must be set to at least {MIN_KEY_LENGTH} random characters in production.")
        return value
    return value or _stored_secret(folder / name.lower())


def _stored_secret(path: Path) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        refuse(f"VAR_DIR can't be the folder {path.parent}: {error.strerror}.")
        raise
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()
