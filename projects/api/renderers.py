"""DRF renderer that writes compact JSON."""

from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

from core.encoding import to_json
from core.wire import instant


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return instant(value)
    return str(value)


class WireRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        indent = orjson.OPT_INDENT_2 if "indent=" in (accepted_media_type or "") else 0
        return to_json(data, default=_plain, option=indent | orjson.OPT_PASSTHROUGH_DATETIME)
