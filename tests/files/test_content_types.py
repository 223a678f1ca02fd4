"""Which files are accepted, by content and file name extension."""

import bz2
import gzip
import io
import json
import lzma
import re
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.content_types.catalogue import KINDS, TYPES
from files.content_types.judgement import content_type_of
from files.content_types.kinds import kind_of, types_of
from files.errors import UnsupportedType
from files.zip_members import zip_members
from tests.support.uploads import archive, picture

XML = b'<?xml version="1.0"?>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
TYPES_MEMBER = "[Content_Types].xml"
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x03\x00\x3e\x00\x01\x00\x00\x00" + b"\0" * 100
EXE = b"MZ" + b"\0" * 58 + b"\x40\0\0\0PE\0\0" + b"\0" * 100


def box(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + brand + b"mp42" + b"\0" * 40


def tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as file:
        file.addfile(tarfile.TarInfo("a"))
    return packed.getvalue()


def open_document(kind: str) -> bytes:
    return archive("META-INF/manifest.xml", mimetype=f"application/vnd.oasis.opendocument.{kind}")


def encrypted(packed: bytes) -> bytes:
    """As its headers and its directory say."""
    headers = re.sub(rb"(PK\x03\x04..).", b"\\1\x01", packed, flags=re.DOTALL)
    return re.sub(rb"(PK\x01\x02....).", b"\\1\x01", headers, flags=re.DOTALL)


def bomb(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, b"\0" * 20_000_000)
    return packed.getvalue()


DOCX = archive(TYPES_MEMBER, "_rels/.rels", "word/document.xml")
DIRECTORY, END = DOCX.index(b"PK\x01\x02"), DOCX.index(b"PK\x05\x06")


HOSTILE_ZIPS = {
    "the directory is cut off": DOCX[: DIRECTORY + 60],
    "the end is cut off": DOCX[:END],
    "the directory is no directory": DOCX[:DIRECTORY] + b"\0" * (END - DIRECTORY) + DOCX[END:],
    "the directory is four gigabytes long": DOCX[: END + 12] + b"\xfe\xff\xff\xff" + DOCX[END + 16 :],
    "the directory is longer than is read": archive(
        TYPES_MEMBER, "_rels/.rels", "word/document.xml", *(f"word/{n:0>500}" for n in range(2_200))
    ),
    "it is encrypted": encrypted(DOCX),
    "a name is no UTF-8": DOCX.replace(b"word/document.xml", b"word/\xff\xfecument.xml").replace(
        b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\0\x08"
    ),
    "a version of the future": DOCX.replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"),
    "ten thousand members and more": archive(
        TYPES_MEMBER, "_rels/.rels", "word/document.xml", *map("word/{}".format, range(10_000))
    ),
}

TAKEN = {
    "a.png": (picture(), "image/png"),
    "b.PNG": (picture(), "image/png"),
    "no ending": (picture(), "image/png"),
    "tail.png": (picture() + HTML, "image/png"),
    "picture.jpg": (picture(), "image/png"),
    "a.svg": (SVG, "image/svg+xml"),
    "drawing": (SVG, "image/svg+xml"),
    "drawing.png": (SVG, "image/svg+xml"),
    "late.svg": (XML + b"<!--" + b"x" * 3000 + b"-->" + SVG, "image/svg+xml"),
    "unannounced.svg": (b"<!--" + b"x" * 2_000_000 + b"-->" + SVG, "image/svg+xml"),
    "a.jpg": (picture("JPEG"), "image/jpeg"),
    "a.jpeg": (picture("JPEG"), "image/jpeg"),
    "a.gif": (picture("GIF"), "image/gif"),
    "a.webp": (picture("WEBP"), "image/webp"),
    "a.bmp": (picture("BMP"), "image/bmp"),
    "a.tiff": (picture("TIFF"), "image/tiff"),
    "a.heic": (box(b"heic"), "image/heic"),
    "a.pdf": (b"%PDF-1.7\n1 0 obj\n", "application/pdf"),
    "a.rtf": (rb"{\rtf1\ansi hello}", "text/rtf"),
    "a.txt": ("Привет, мир\n".encode(), "text/plain"),
    "one.txt": (b"x", "text/plain"),
    "old.txt": ("Привет, мир, это слова".encode("cp1251"), "text/plain"),
    "a.md": (b"# Title\n\n* one\n* two\n", "text/plain"),
    "code.md": (b"#include <stdio.h>\nint main(void) { return 0; }\n", "text/plain"),
    "a.csv": (b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "text/plain"),
    "b.csv": (b"a;b;c\n1;2;3\n", "text/plain"),
    "a.json": (json.dumps({"a": [1, 2]}).encode(), "text/plain"),
    "a.ics": (b"BEGIN:VCALENDAR\nVERSION:2.0\n", "text/plain"),
    "a.vtt": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "text/plain"),
    "a.diff": (b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "text/plain"),
    "a.docx": (
        archive(TYPES_MEMBER, "_rels/.rels", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "large members.docx": (
        archive(TYPES_MEMBER, "_rels/.rels", "word/document.xml", size=2_000_000),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "odd order.docx": (
        archive("docProps/app.xml", TYPES_MEMBER, "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "a.docm": (
        archive("docProps/app.xml", TYPES_MEMBER, "word/vbaProject.bin"),
        "application/vnd.ms-word.document.macroEnabled.12",
    ),
    "a.xlsx": (
        archive("docProps/app.xml", TYPES_MEMBER, "xl/workbook.xml"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "a.pptx": (
        archive(TYPES_MEMBER, "_rels/.rels", "ppt/presentation.xml"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "9,000 members.xlsx": (
        archive(TYPES_MEMBER, "_rels/.rels", "xl/workbook.xml", *map("xl/media/{}".format, range(9_000))),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "a.odt": (open_document("text"), "application/vnd.oasis.opendocument.text"),
    "a.ods": (open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    "a.epub": (
        archive("META-INF/container.xml", mimetype="application/epub+zip"),
        "application/epub+zip",
    ),
    "a.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "application/msword"),
    "a.zip": (archive("a.txt"), "application/zip"),
    "encrypted.zip": (encrypted(archive("a.txt")), "application/zip"),
    "a thousand to one.zip": (bomb("a.txt"), "application/zip"),
    "a thousand to one.docx": (
        bomb(TYPES_MEMBER, "_rels/.rels", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "a.tar": (tar(), "application/x-tar"),
    "a.tar.gz": (gzip.compress(tar()), "application/gzip"),
    "a.tgz": (gzip.compress(tar()), "application/gzip"),
    "a.bz2": (bz2.compress(b"x" * 99), "application/x-bzip2"),
    "a.xz": (lzma.compress(b"x" * 99), "application/x-xz"),
    "a.mp3": ((b"\xff\xfb\x90\x64" + b"\0" * 413) * 4, "audio/mpeg"),
    "a.ogg": (b"OggS\0\2" + b"\0" * 20 + b"\x01\x1e\x01vorbis" + b"\0" * 40, "audio/ogg"),
    "a.flac": (b"fLaC\0\0\0\x22" + b"\0" * 34, "audio/flac"),
    "a.m4a": (box(b"M4A "), "audio/mp4"),
    "a.mp4": (box(b"isom"), "video/mp4"),
    "a.mov": (box(b"qt  "), "video/quicktime"),
}

REFUSED = {
    "bare.odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "bare.epub": archive("a.xhtml", mimetype="application/epub+zip"),
    "page.html": HTML,
    "page.png": HTML,
    "page": HTML,
    "page.xhtml": XML + b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    "run.bat": b"@echo off\r\n",
    "run.txt.html": b"just words",
    "body.hta": b"<BODY ONLOAD=alert(1)>",
    "a.exe": EXE,
    "a.png.exe": picture(),
    "elf": ELF,
    "elf.txt": ELF,
    "picture.pdf": picture(),
    "words.png": b"just words",
    "a.jar": archive("META-INF/MANIFEST.MF", "A.class"),
    "a.docx": archive("a.txt"),
    "a.xlsx": archive(TYPES_MEMBER, "word/document.xml"),
    "broken.docx": b"PK\x05\x06" + b"\xff" * 18,
    "cut.docx": b"PK\x03\x04" + b"\0" * 30 + b"PK\x05\x06",
    "nothing known": b"\0\1\2\3" * 100,
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_what_its_content_says(name: str) -> None:
    content, expected = TAKEN[name]
    assert content_type_of(content, name) == expected


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_for_its_content_or_for_its_ending(name: str) -> None:
    with pytest.raises(UnsupportedType):
        content_type_of(REFUSED[name], name)


def test_a_contradiction_of_content_and_extension_is_named() -> None:
    with pytest.raises(UnsupportedType, match=r"ends in \.pdf, but this is a \.png"):
        content_type_of(picture(), "holiday.pdf")


def test_every_type_is_of_a_kind() -> None:
    assert {kind_of(content_type) for kind in KINDS for content_type in types_of(kind)} == set(KINDS)
    assert sorted(each.content_type for each in TYPES) == sorted(
        content_type for kind in KINDS for content_type in types_of(kind)
    )


@pytest.mark.parametrize("what", HOSTILE_ZIPS)
def test_a_document_whose_zip_is_not_whole_is_refused(what: str) -> None:
    assert content_type_of(DOCX, "a.docx") == TAKEN["a.docx"][1]
    with pytest.raises(UnsupportedType):
        content_type_of(HOSTILE_ZIPS[what], "a.docx")


def test_a_directory_without_end_is_not_read_to_its_end() -> None:
    header = b"PK\x01\x02" + b"\0" * 24 + b"\x01\0\0\0\0\0" + b"\0" * 12 + b"a"
    directory = header * 200_000
    packed = directory + b"PK\x05\x06" + b"\0" * 8 + len(directory).to_bytes(4, "little") + b"\0" * 6
    assert peak_memory(lambda: zip_members(packed)) < 500_000
    assert zip_members(packed) == set()


def test_nothing_of_a_zip_is_unpacked() -> None:
    packed = bomb(TYPES_MEMBER, "word/document.xml")
    assert peak_memory(lambda: zip_members(packed)) < 500_000
    assert zip_members(packed) == {TYPES_MEMBER, "word/document.xml"}


@given(st.lists(st.tuples(st.integers(0, len(DOCX) - DIRECTORY - 1), st.binary(min_size=1, max_size=8))))
def test_whatever_stands_in_a_directory_is_no_error(changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(DOCX)
    for place, said in changes:
        content[DIRECTORY + place : DIRECTORY + place + len(said)] = said
    zip_members(bytes(content))


def peak_memory(do: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        do()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
