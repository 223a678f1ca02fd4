"""What the bundle of the pages weighs, compressed, as a browser fetches it."""

import gzip
import re
from pathlib import Path

BUNDLE = Path(__file__).resolve().parent.parent / "static" / "dist"
STATIC_IMPORT = re.compile(r'(?:from|import)"\./([^"]+)"')


def first_load(*entries: str) -> set[str]:
    """What is fetched before the entries run: they, and all they import, save by `import()`."""
    found: set[str] = set()
    wanted = list(entries)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted += STATIC_IMPORT.findall((BUNDLE / name).read_text())
    return found


def zipped(*names: str) -> int:
    """Bytes on the wire."""
    return sum(len(gzip.compress((BUNDLE / name).read_bytes())) for name in names)
