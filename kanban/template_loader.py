"""Our own templates are sent without their indentation."""

import re
from typing import Any

from django.template.loaders import filesystem

INDENTATION = re.compile(r"\n[ \t]+")


class Loader(filesystem.Loader):
    """Reads templates/, and takes the indentation off once, when a template is loaded.

    It is there for who reads the source; on a page and in each event it would be bytes. The line breaks stay:
    white space of any length is one space to a browser, and a mistake is reported with its line. Inside of
    `pre` and `textarea`, where that is not so, a template indents nothing.
    """

    def get_contents(self, origin: Any) -> str:
        return INDENTATION.sub("\n", super().get_contents(origin))
