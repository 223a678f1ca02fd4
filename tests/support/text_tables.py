"""Tables of texts that tests in Python and JavaScript share."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

CUTS: list[dict[str, Any]] = json.loads((FOLDER / "text_cuts.json").read_text())
"""`cut` is `text`, cut to `most` code points."""

LENGTHS: list[dict[str, Any]] = json.loads((FOLDER / "text_lengths.json").read_text())
"""The code points of `text` after the cleaning of each kind of field."""

FOLDINGS: list[dict[str, str]] = json.loads((FOLDER / "foldings.json").read_text())
"""`folded` is the form of `text` in which the search compares texts."""
