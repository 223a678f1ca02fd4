"""The id under which everything that one request or one frame does stands in the log."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
