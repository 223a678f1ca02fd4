"""DRF parser for JSON bodies, with the same rules as frames of a socket."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from core.wire import parse
from projects.errors import TooLarge

MIB = 1024 * 1024
MAX_BYTES = 2 * MIB


class WireParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise TooLarge(_("At most %(count)d MiB of JSON.") % {"count": MAX_BYTES // MIB})
        try:
            return parse(body)
        except ValueError as error:
            raise ParseError(_("This is not valid JSON.")) from error
