"""Logs as JSON, one object a line, with the id of the request they belong to."""

import datetime as dt
import json
import logging
import re

from core.request_id import request_id

# Whoever has such a path may join a project or set a password; Django names paths in lines of its own.
SECRET_PATHS = re.compile(r"(?<=/invitations/)[^/\s\"']+|(?<=/password/)[^/\s\"']+")


def hidden(text: str) -> str:
    """`text` without the tokens that stand in paths."""
    return SECRET_PATHS.sub("…", text)


class JsonFormatter(logging.Formatter):
    """Line breaks and other control characters are escaped by JSON itself, so no text can forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": hidden(record.getMessage()),
            **({"request": request_id.get()} if request_id.get() else {}),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["trace"] = hidden(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class Mistakes(logging.Filter):
    """Django notes each answer from 500 on as an error; that something is away (503) is none of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != 503
