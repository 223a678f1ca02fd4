"""The compressed size of the bundle of the pages, as a browser fetches it."""

import gzip
import re
from pathlib import Path

BUNDLE = Path(__file__).resolve().parents[2] / "static" / "dist"
STATIC_IMPORT = re.compile(r'(?:from|import)"\./([^"]+)"')


def first_load(*entries: str) -> set[str]:
    """Return the files fetched before the entries run: themselves and all static imports."""
    found: set[str] = set()
    wanted = list(entries)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted += STATIC_IMPORT.findall((BUNDLE / name).read_text())
    return found


def compressed_size(*names: str) -> int:
    """Return the bytes of these files after gzip."""
    return sum(len(gzip.compress((BUNDLE / name).read_bytes())) for name in names)
