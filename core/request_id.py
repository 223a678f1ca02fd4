"""The id that the log lines of one request or one WebSocket frame share."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
