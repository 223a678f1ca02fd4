"""Formats log records as JSON, one object per line, with the id of their request."""

import datetime as dt
import json
import logging
import re

from core.request_id import request_id

# These paths contain tokens to join a project or set a password; Django logs paths as well.
SECRET_PATHS = re.compile(r"(?<=/invitations/)[^/\s\"']+|(?<=/password/)[^/\s\"']+")


def redact_tokens(text: str) -> str:
    """Return `text` without the tokens in paths."""
    return SECRET_PATHS.sub("…", text)


class JsonFormatter(logging.Formatter):
    """JSON escapes line breaks and other control characters, so no text can forge a log line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact_tokens(record.getMessage()),
            **({"request": request_id.get()} if request_id.get() else {}),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["trace"] = redact_tokens(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class DropUnavailable(logging.Filter):
    """Drops 503 from Django's log of errors: an unavailable service is no error of this program."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != 503


class ClientMistakes(logging.Filter):
    """Logs a message of invalid UTF-8 on a socket as what it is: not an error of this program, with a trace.

    uvicorn closes the socket with 1007, as it should.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], UnicodeDecodeError):
            record.exc_info, record.levelno, record.levelname = None, logging.INFO, "INFO"
        return True
