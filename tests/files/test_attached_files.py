"""What else people attach at work is taken, and programs and pages are refused under every name."""

import struct

import pytest
from django.utils import translation

from files.content_types.catalogue import ATTACHED_ENDINGS, PROVEN_ENDINGS, TYPES
from files.content_types.endings import PAGE_ENDINGS, PROGRAM_ENDINGS
from files.content_types.judgement import content_type_of
from files.content_types.kinds import INLINE_TYPES, kind_of, view_of
from files.errors import UnsupportedType
from tests.files.test_content_types import ELF, HTML, SVG, TYPES_MEMBER, box, open_document, tar
from tests.support.uploads import archive, picture

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PE = b"MZ" + b"\0" * 58 + struct.pack("<I", 64) + b"PE\0\0" + b"\0" * 200
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"
BYTES = b"\x9c\1\2\3\xff\xfe\0\7" * 40
PEM = b"-----BEGIN CERTIFICATE-----\nMIIEvQ==\n-----END CERTIFICATE-----\n"
DRAWING = b'<mxfile host="app.diagrams.net"><diagram>x</diagram></mxfile>'


def ole(root: str = "00" * 16) -> bytes:
    """An OLE file whose directory is its first sector, with this class at its root."""
    head = OLE + bytes(16) + struct.pack("<HHHH", 62, 3, 0xFFFE, 9) + bytes(16) + struct.pack("<I", 0)
    return head.ljust(512, b"\0") + bytes(80) + bytes.fromhex(root) + bytes(400)


MSI = ole("84100c0000000000c000000000000046")
JAR = archive("META-INF/MANIFEST.MF", "a/A.class")
APK = archive("AndroidManifest.xml", "classes.dex", "res/a.png")

ATTACHED = {
    "logo.svg": (SVG, "image/svg+xml"),
    "logo with an XML head.svg": (
        b'<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY a ">">]>\n' + SVG,
        "image/svg+xml",
    ),
    "logo with a prefix.svg": (b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
    "logo of Windows.svg": (SVG.decode().encode("utf-16"), "image/svg+xml"),
    "logo.svgz": (b"\x1f\x8b\x08\0" + BYTES, "application/gzip"),
    "hero.psd": (b"8BPS\0\1" + BYTES, "image/vnd.adobe.photoshop"),
    "hero.ai": (PDF, "application/illustrator"),
    "old.ai": (b"%!PS-Adobe-3.0\n%%Creator: x\n", "application/illustrator"),
    "hero.eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "image/x-eps"),
    "icon.ico": (b"\0\0\1\0\1\0\x10\x10" + BYTES, "image/vnd.microsoft.icon"),
    "app.sketch": (archive("document.json", "pages/x.json"), "application/octet-stream"),
    "app.fig": (b"fig-kiwi" + BYTES, "application/octet-stream"),
    "app.xd": (archive("manifest", "resources/x"), "application/octet-stream"),
    "flow.drawio": (DRAWING, "application/vnd.jgraph.mxfile"),
    "flow.vsdx": (archive(TYPES_MEMBER, "visio/document.xml"), "application/vnd.ms-visio.drawing"),
    "flow.vsd": (ole(), "application/vnd.visio"),
    "plan.dwg": (b"AC1032" + BYTES, "image/vnd.dwg"),
    "plan.dxf": (b"0\nSECTION\n2\nHEADER\n", "image/vnd.dxf"),
    "talk.key": (archive("Index/Document.iwa", "Metadata/x"), "application/vnd.apple.keynote"),
    "secret.key": (PEM, "text/plain"),
    "text.pages": (archive("Index/Document.iwa"), "application/vnd.apple.pages"),
    "sums.numbers": (archive("Index/Document.iwa"), "application/vnd.apple.numbers"),
    "mail.msg": (ole(), "application/vnd.ms-outlook"),
    "plan.mpp": (ole(), "application/vnd.ms-project"),
    "a.ttf": (b"\0\1\0\0\0\x0c" + BYTES, "font/ttf"),
    "a.otf": (b"OTTO\0\x0b" + BYTES, "font/otf"),
    "a.woff": (b"wOFF\0\1\0\0" + BYTES, "font/woff"),
    "a.woff2": (b"wOF2\0\1\0\0" + BYTES, "font/woff2"),
    "a.docm": (
        archive(TYPES_MEMBER, "word/vbaProject.bin"),
        "application/vnd.ms-word.document.macroEnabled.12",
    ),
    "a.xlsm": (archive(TYPES_MEMBER, "xl/vbaProject.bin"), "application/vnd.ms-excel.sheet.macroEnabled.12"),
    "a.pptm": (
        archive(TYPES_MEMBER, "ppt/vbaProject.bin"),
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    ),
    "a.dotx": (
        archive(TYPES_MEMBER, "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    ),
    "a.odg": (open_document("graphics"), "application/vnd.oasis.opendocument.graphics"),
    "with a password.docx": (
        ole(),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "rich.doc": (rb"{\rtf1\ansi hello}", "text/rtf"),
    "table.xls": (b"a\tb\n1\t2\n", "text/plain"),
    "calendar.ics": (b"BEGIN:VCALENDAR\nVERSION:2.0\n", "text/plain"),
    "smime.p7s": (b"0\x82\1\2" + BYTES, "application/pkcs7-signature"),
    "ca.crt": (b"0\x82\1\2" + BYTES, "application/pkix-cert"),
    "text of a ca.crt": (PEM, "text/plain"),
    "data.sqlite": (b"SQLite format 3\0" + BYTES, "application/vnd.sqlite3"),
    "data.parquet": (b"PAR1" + BYTES, "application/vnd.apache.parquet"),
    "part.step": (b"ISO-10303-21;\nHEADER;\n", "text/plain"),
    "part.stl": (BYTES, "model/stl"),
    "clip.ts": (b"G@\0\x10" + BYTES, "video/mp2t"),
    "app.ts": (b"export const a = 1;\n", "text/plain"),
    "template.dot": (ole(), "application/msword"),
    "graph.dot": (b"digraph { a -> b }\n", "text/plain"),
    "talk.wma": (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + BYTES, "audio/x-ms-wma"),
    "odd.mp3": (BYTES, "application/octet-stream"),
    "photo.jpg": (picture(), "image/png"),
    "photo.png": (picture("JPEG"), "image/jpeg"),
    "photo.heic": (picture("JPEG"), "image/jpeg"),
    "photo.gif": (picture("WEBP"), "image/webp"),
    "photo.psd": (picture(), "image/png"),
    "drawing.jpg": (SVG, "image/svg+xml"),
    "clip.mov": (box(b"isom"), "video/mp4"),
    "voice.mp4": (box(b"M4A "), "audio/mp4"),
    "all.zip": (tar(), "application/x-tar"),
    "scan.pdf": (b"\r\n" + PDF, "application/pdf"),
    "late.pdf": (b"\1\2\3\n" * 50 + PDF, "application/pdf"),
    "no ending": (PDF, "application/pdf"),
    "report.final": (PDF, "application/pdf"),
    "holiday.2026": (picture("JPEG"), "image/jpeg"),
    "bare": (archive("a.xhtml", mimetype="application/epub+zip"), "application/zip"),
    "letter": (rb"{\rtf1\ansi hello}", "text/rtf"),
    "words.xyz1": (b"just words\n", "text/plain"),
}


@pytest.mark.parametrize("name", ATTACHED)
def test_what_people_attach_at_work_is_taken(name: str) -> None:
    content, expected = ATTACHED[name]
    assert content_type_of(content, name) == expected


def test_every_ending_of_the_catalogue_takes_something() -> None:
    for ending, each in ATTACHED_ENDINGS.items():
        assert content_type_of(BYTES, f"a.{ending}") == each.content_type, ending
    assert not (PROVEN_ENDINGS.keys() | ATTACHED_ENDINGS.keys()) & (PROGRAM_ENDINGS | PAGE_ENDINGS)
    assert not PROVEN_ENDINGS.keys() & ATTACHED_ENDINGS.keys()


def test_kinds_follow_from_types_as_browsers_derive_them() -> None:
    """As static/js/files/file_facts.js does, which has no list of all types."""
    for each in TYPES:
        family = each.content_type.partition("/")[0]
        if family in ("image", "audio", "video"):
            assert each.kind == family, each
        else:
            assert each.kind in ("document", "archive", "text"), each
        assert view_of(each.content_type) in ("", "pdf", each.kind)
    assert "image/svg+xml" not in INLINE_TYPES
    assert {kind_of(each) for each in INLINE_TYPES} == {"image", "audio", "video"}


# ── Refused ───────────────────────────────────────────────────────────────────────────────────────

PROGRAMS = {
    "for Windows": PE,
    "for DOS": b"MZ\x90\0" + bytes(2000),
    "for Linux": ELF,
    "for macOS": bytes.fromhex("cffaedfe07000001") + bytes(60),
    "for older Macs": bytes.fromhex("feedface00000012") + bytes(60),
    "for two kinds of Macs": bytes.fromhex("cafebabe0000000201000007") + bytes(60),
    "for browsers": b"\0asm\1\0\0\0" + bytes(60),
    "for Android": b"dex\n035\0" + bytes(60),
    "a class": bytes.fromhex("cafebabe00000034") + bytes(60),
    "an installer": MSI,
    "a patch of an installer": ole("86100c0000000000c000000000000046"),
    "a JAR": JAR,
    "an APK": APK,
    "an app of iOS": archive("Payload/Board.app/Info.plist"),
    "an app of the store": archive("AppxManifest.xml"),
    "a shortcut": bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(60),
    "a package of Debian": b"!<arch>\ndebian-binary   1342943816  0     0     100644  4         `\n2.0\n"
    + BYTES,
    "a package of Red Hat": bytes.fromhex("edabeedb0300") + bytes(60),
}
PLACES = (
    "a",
    "a.txt",
    "a.md",
    "a.png",
    "a.pdf",
    "a.zip",
    "a.docx",
    "a.doc",
    "a.psd",
    "a.mp4",
    "a.dat",
    "a.xyz1",
)


@pytest.mark.parametrize("what", PROGRAMS)
def test_a_program_is_refused_under_every_name(what: str) -> None:
    for name in PLACES:
        with pytest.raises(UnsupportedType, match="Programs and installers"):
            content_type_of(PROGRAMS[what], name)


def test_programs_and_scripts_are_refused_by_their_ending() -> None:
    for ending in PROGRAM_ENDINGS:
        for name in (f"a.{ending}", f"A.{ending.upper()}", f"a.png.{ending}", f".{ending}", f"a.{ending}. ."):
            with pytest.raises(UnsupportedType, match=r"Scripts and shortcuts .* \.txt"):
                content_type_of(b"words\n", name)
    for ending in ("exe", "dll", "msi", "com", "scr", "jar", "apk"):
        with pytest.raises(UnsupportedType, match="Programs and installers"):
            content_type_of(BYTES, f"a.{ending}")


PAGES = {
    "a page": HTML,
    "a page in capitals": HTML.upper(),
    "a page of XHTML": b'<?xml version="1.0"?><!-- x --><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "XHTML with a prefix": b'<?xml version="1.0"?><h:html xmlns:h="http://www.w3.org/1999/xhtml"/>',
    "an old declaration": b'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">\nwords',
    "a page behind a comment": b"<!-- " + b"x" * 100_000 + b" -->\n\n" + HTML,
    "a page behind blanks": b"\n" * 100_000 + HTML,
    "a page with a mark": b"\xef\xbb\xbf" + HTML,
    "a page in UTF-16": HTML.decode().encode("utf-16"),
    "a page in UTF-16 without a mark": HTML.decode().encode("utf-16-le"),
    "a script": b"<script>alert(1)</script>",
    "a body": b"<BODY ONLOAD=alert(1)>",
    "a heading": b"<h1>Hello</h1>",
    "a table": b"<table><tr><td>1</td></tr></table>",
    "a page with bytes": HTML + BYTES,
}


@pytest.mark.parametrize("what", PAGES)
def test_a_page_is_refused_unless_its_ending_is_of_text(what: str) -> None:
    for name in (
        "a",
        "a.html",
        "a.png",
        "a.svg",
        "a.pdf",
        "a.docx",
        "a.psd",
        "a.drawio",
        "a.mp3",
        "a.zip",
        "a.xyz1",
    ):
        with pytest.raises(UnsupportedType, match="Web pages"):
            content_type_of(PAGES[what], name)


@pytest.mark.parametrize("ending", sorted(PAGE_ENDINGS))
def test_a_page_is_refused_by_its_ending(ending: str) -> None:
    for content in (b"just words", HTML, picture()):
        with pytest.raises(UnsupportedType, match="Web pages"):
            content_type_of(content, f"a.{ending.upper()}")


NONE_OF_THEIR_KIND = {
    "head.png": (b"\x89PNG\r\n\x1a\n", "doesn’t match or is damaged"),
    "start.jpg": (b"\xff\xd8\xff", "content is text"),
    "words.gif": (b"GIF89a is a format of 1989.\n", "content is text"),
    "words.png": (b"just words", "content is text"),
    "words.psd": (b"8BPS is how it begins", "content is text"),
    "noise.jpg": (BYTES, "doesn’t match or is damaged"),
    "xml.svg": (b'<?xml version="1.0"?><a/>', "content is text"),
    "words.pdf": (b"just words", "content is text"),
    "noise.pdf": (BYTES, "doesn’t match or is damaged"),
    "picture.pdf": (picture(), r"is a \.png file"),
    "paper.png": (PDF, r"is a \.pdf file"),
    "paper.txt": (PDF + BYTES, r"is a \.pdf file"),
    "picture.csv": (picture(), r"is a \.png file"),
    "words.mp4": (b"just words", "content is text"),
    "words.zip": (b"just words", "content is text"),
    "paper.docx": (PDF, r"is a \.pdf file"),
    "noise.xyz": (
        BYTES,
        r"ends in \.xyz, but .* isn’t text, and its kind couldn’t be recognized.* \.zip archive",
    ),
    "noise.txt": (BYTES, "isn’t text, and its kind couldn’t be recognized"),
    "office.txt": (ole(), "doesn’t match or is damaged"),
    "script.sh.bat": (b"@echo off", r"Scripts and shortcuts .* \.txt"),
    "tool.exe": (PE, "Programs and installers .* link"),
    "tool.txt": (PE, "Programs and installers .* link"),
    "page.html": (HTML, "Web pages .* PDF"),
    "noise": (BYTES, "Add the right ending"),
    "noise.xyz1": (BYTES, r"ending in \.xyz1 .* \.zip archive"),
    f"noise.{'x' * 30}": (BYTES, "Add the right ending"),
}


@pytest.mark.parametrize("name", NONE_OF_THEIR_KIND)
def test_a_refusal_says_what_is_wrong_and_what_to_do(name: str) -> None:
    content, words = NONE_OF_THEIR_KIND[name]
    with pytest.raises(UnsupportedType, match=words):
        content_type_of(content, name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", PE, "Программы и установщики"),
        ("a.bat", b"@echo off", "Скрипты и ярлыки"),
        ("a", HTML, "Веб-страницы"),
        ("a.png", b"words", r"оканчивается на \.png, но внутри текст"),
        ("a.pdf", picture(), r"оканчивается на \.pdf, но это файл \.png"),
        ("a.jpg", BYTES, r"оканчивается на \.jpg, но содержимое"),
        ("a", BYTES, "Не удалось определить"),
        ("a.xyz", BYTES, r"оканчивается на \.xyz, но внутри не текст"),
        ("a.xyz1", BYTES, r"Файлы \.xyz1 не поддерживаются"),
    ],
)
def test_a_refusal_speaks_russian(name: str, content: bytes, words: str) -> None:
    with translation.override("ru"), pytest.raises(UnsupportedType, match=words):
        content_type_of(content, name)
