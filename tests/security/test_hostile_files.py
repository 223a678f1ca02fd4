"""Files made to wear out who judges them: ten megabytes of odd bytes."""

import random
import tracemalloc
from contextlib import suppress

import pytest

from files.content_types.judgement import content_type_of
from files.errors import UnsupportedType
from files.models import MAX_SIZE
from tests.files.test_content_types import HTML, SVG, bomb, box
from tests.support.cpu_budget import MILLISECOND, spent

pytestmark = pytest.mark.hostile

BUDGET = 1_000 * MILLISECOND
MOST_MEMORY = 8 * MAX_SIZE
"""A text is held as bytes, and for a moment as characters of up to four bytes."""


def filled(piece: bytes, start: bytes = b"", end: bytes = b"") -> bytes:
    """Return a file as large as one may be."""
    room = MAX_SIZE - len(start) - len(end)
    return start + (piece * (room // len(piece) + 1))[:room] + end


LARGE = {
    "zeros": lambda: bytes(MAX_SIZE),
    "noise": lambda: random.Random(1).randbytes(MAX_SIZE),
    "noise behind a mark": lambda: b"\xff\xfe" + random.Random(3).randbytes(MAX_SIZE - 2),
    "blanks": lambda: filled(b" "),
    "breaks of line": lambda: filled(b"\n"),
    "open brackets": lambda: filled(b"<"),
    "comments": lambda: filled(b"<!---->"),
    "comments of UTF-16": lambda: filled("<!---->".encode("utf-16-le")),
    "comments that stay open": lambda: filled(b"<!--"),
    "declarations": lambda: filled(b"<?x?>"),
    "declarations with brackets": lambda: filled(b"<!doctype a [<!ENTITY b '>'>]>"),
    "open declarations": lambda: filled(b"<!a ["),
    "long names": lambda: filled(b"a", b"<"),
    "prefixes": lambda: filled(b"a:", b"<"),
    "a page behind blanks": lambda: filled(b" ", end=HTML),
    "a picture behind a comment": lambda: filled(b"x", b"<!--", b"-->" + SVG),
    "nested elements": lambda: filled(b"<a>", b"<?xml version='1.0'?>"),
    "marks of PDF": lambda: filled(b"%PDF-"),
    "heads of zips": lambda: filled(b"PK\3\4"),
    "ends of zips": lambda: filled(b"PK\5\6" + bytes(18)),
    "directories of zips": lambda: filled(b"PK\1\2", b"PK\3\4"),
    "heads of programs": lambda: filled(b"MZ"),
    "an OLE file of noise": lambda: (
        bytes.fromhex("d0cf11e0a1b11ae1") + random.Random(2).randbytes(MAX_SIZE - 8)
    ),
    "an OLE file of ones": lambda: filled(b"\xff", bytes.fromhex("d0cf11e0a1b11ae1")),
    "frames of MP3": lambda: filled(b"\xff\xfb\x90\x64"),
    "boxes of MP4": lambda: filled(b"\0\0\0\x08free", box(b"isom")),
    "blocks of tar": lambda: filled(b"ustar\0"),
    "pairs of surrogates": lambda: filled(b"\x3d\xd8\x00\xde"),
    "broken UTF-8": lambda: filled(b"\xd0\xb6", end=b"\xff"),
    "Russian of Windows": lambda: filled("журнал\r\n".encode("cp1251")),
    "a quine of brackets": lambda: filled(b"BEGIN { {\\rtf ("),
    "formats of libmagic": lambda: filled(b"P5 GIF89a II*\0 %!PS BM "),
}


@pytest.mark.parametrize("what", LARGE)
def test_ten_megabytes_of_anything_are_judged_in_a_moment(what: str) -> None:
    content = LARGE[what]()
    for name in ("a", "a.txt", "a.svg", "a.zip", "a.xyz1"):
        with spent() as time, suppress(UnsupportedType):
            content_type_of(content, name)
        assert time.units < BUDGET, name


@pytest.mark.parametrize(
    "what", ["zeros", "noise", "comments of UTF-16", "pairs of surrogates", "broken UTF-8"]
)
def test_ten_megabytes_of_anything_need_little_memory(what: str) -> None:
    content = LARGE[what]()
    for name in ("a", "a.txt"):
        tracemalloc.start()
        try:
            content_type_of(content, name)
        except UnsupportedType:
            pass
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert peak < MOST_MEMORY, name


def test_a_bomb_is_an_archive_and_nothing_of_it_is_unpacked() -> None:
    packed = bomb("a.txt", "AndroidManifest.xml.txt")
    with spent() as time:
        assert content_type_of(packed, "a.zip") == "application/zip"
    assert time.units < BUDGET
