"""Texts that people attach at work are taken, whatever they look like: notes, logs, tables and sources."""

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.content_types.endings import PAGE_ENDINGS, PROGRAM_ENDINGS, TEXT_ENDINGS
from files.content_types.judgement import content_type_of
from files.content_types.texts import is_text
from files.errors import UnsupportedType
from tests.files.storages import Storage
from tests.support.cpu_budget import MILLISECOND, spent
from tests.support.people import Person
from tests.support.uploads import MIB, send
from tests.support.worlds import World

PLAIN = "text/plain"
PYTHON = "# Setup\n\n```python\nimport os\nfrom pathlib import Path\n\ndef main():\n    pass\n```\n"

LOOKS = {
    "HTML in a sentence": "# T\nSee <title> tag\n",
    "a fenced block of Python": PYTHON,
    "a fenced block of HTML": "# Page\n\n```html\n<!DOCTYPE html>\n<html><body></body></html>\n```\n",
    "a fenced block of C": "# C\n```c\n#include <stdio.h>\nint main(void) { return 0; }\n```\n",
    "a fenced block of shell": "# Run\n```sh\n#!/bin/sh\nset -e\n```\n",
    "a heading of HTML": '<h1 align="center">Kanban</h1>\n<p align="center">\n  A board\n</p>\n',
    "a comment of HTML": "<!-- generated -->\n# Title\n",
    "a page of HTML": "<!DOCTYPE html>\n<html><head><title>x</title></head><body>words</body></html>\n",
    "XHTML": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head/></html>',
    "a script of HTML": "<script>alert(1)</script>\n",
    "an SVG": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    "XML": '<?xml version="1.0" encoding="UTF-8"?>\n<project><name>x</name></project>\n',
    "a grey picture": "P5 ticket: the lamp is broken\n",
    "a picture of ones and zeros": "P1 is urgent\nP2 can wait\n",
    "P6": "P6 255 255 255 rows are missing\n",
    "a bitmap": "BM 4711: order of screws\n",
    "a GIF": "GIF89a is a format of 1989.\n",
    "a TIFF": "II* and MM* are the marks of TIFF\n",
    "a JPEG in words": "JFIF and Exif are both JPEG\n",
    "PostScript": "%!PS-Adobe-3.0\n%%Title: x\n",
    "a PDF": "%PDF-1.7 is what we export\n1 0 obj\n<< >>\nendobj\n",
    "RTF": "{\\rtf1 is how RTF begins}\n",
    "a mailbox": "From ada@example.com Mon Jan  1 00:00:00 2026\nSubject: x\n\nwords\n",
    "a mail": "Return-Path: <a@b.c>\nReceived: from x\nMIME-Version: 1.0\nSubject: x\n\nwords\n",
    "a program of DOS": "MZ is the code for Mozambique.\n",
    "a long program of DOS": "MZ is the code for Mozambique. " * 40,
    "ZM": "ZM is the code for Zambia.\n",
    "a zip": "PK is short for primary key.\n",
    "a library": "!<arch> is how an archive of ar begins\n",
    "a script of the shell": "#!/bin/sh\nset -eu\necho hello\n",
    "a script of Python": "#!/usr/bin/env python3\nprint('hello')\n",
    "a batch file": "@echo off\r\nrem build\r\ncall build.cmd\r\n",
    "PowerShell": "Get-ChildItem | Where-Object { $_.Length -gt 1MB }\n",
    "PHP": "<?php\necho 'hello';\n",
    "JavaScript": "export const a = 1;\nconst f = () => { return a; };\n",
    "TypeScript": "interface A { b: string }\nexport type C = Record<string, A>;\n",
    "Java": "package a.b;\nimport java.util.List;\npublic class A { List<String> c; }\n",
    "C#": "using System;\nnamespace A { class B { } }\n",
    "Rust": 'fn main() { println!("hello"); }\n',
    "Go": 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println(1) }\n',
    "SQL": "SELECT * FROM cards WHERE id = 1;\n-- done\n",
    "CSS": "@media print { .bar { display: none } }\n",
    "TeX": "\\documentclass{article}\n\\begin{document}x\\end{document}\n",
    "troff": ".TH LS 1\n.SH NAME\nls\n",
    "a makefile": "all: build\n\tcc -o a a.c\n.PHONY: all\n",
    "an ini": "[core]\n\trepositoryformatversion = 0\n; comment\n",
    "settings of Windows": "[InternetShortcut]\r\nURL=https://example.com/\r\n",
    "YAML": "---\na: 1\nb:\n  - c\n...\n",
    "a table": "a,b,c\n1,2,3\n4,5,6\n7,8,9\n",
    "a table with semicolons": "a;b;c\n1;2;3\n",
    "a table with HTML": 'id,text\n1,"<html><body>hello</body></html>"\n2,"<script>x</script>"\n',
    "a formula": '=cmd|"/c calc"!A1,2\n',
    "JSON": '{"a": [1, 2], "b": "<html>"}',
    "JSON lines": '{"a": 1}\n{"a": 2}\n',
    "a recording of a browser": '{"log": {"version": "1.2", "entries": [{"mimeType": "text/html"}]}}',
    "a key": "-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----\n",
    "a certificate": "-----BEGIN CERTIFICATE-----\nMIIEvQ==\n-----END CERTIFICATE-----\n",
    "a calendar": "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n",
    "a contact": "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\n",
    "subtitles": "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n",
    "a difference": "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
    "translations": 'msgid "a"\nmsgstr "b"\n',
    "a log with HTML": "12:00 GET /\n<html><head><title>502 Bad Gateway</title></head></html>\n12:01 retry\n",
    "a log with colours": "\x1b[31mERROR\x1b[0m lamp is out\n\x1b[1;32mok\x1b[0m\n",
    "a log that rings": "done\a\n50%\b\b\b100%\n",
    "a log with a zero": "12:00 GET /board 200\n12:01 \0 cut off\n12:02 GET /card 200\n",
    "page breaks": "page 1\n\fpage 2\n\fpage 3\v\n",
    "the end of a file of DOS": "old words\r\n\x1a",
    "one character": "x",
    "one line break": "\n",
    "blanks": " \t \n\n",
    "an emoji": "🙂",
    "Chinese": "# 你好\n\n这是一个文件。\n",
    "Arabic": "# مرحبا\n\nنص عربي\n",
    "marks of direction": "a\u202eb\u200b\n",
    "lines of other systems": "a\rb\u2028c\u0085d\n",
}
ENDINGS = ("md", "txt", "csv", "log", "ini", "py", "ts", "yaml")


@pytest.mark.parametrize("what", LOOKS)
def test_a_text_is_a_text_whatever_it_looks_like(what: str) -> None:
    for ending in ENDINGS:
        assert content_type_of(LOOKS[what].encode(), f"a.{ending}") == PLAIN, ending


ENCODINGS = {
    "UTF-8 with a mark": "name;Straße\r\n".encode("utf-8-sig"),
    "UTF-16 of Windows": "Имя;Цена\r\nЛампа;12\r\n".encode("utf-16"),
    "UTF-16, little end first": "\ufeffname\tprice\r\n".encode("utf-16-le"),
    "UTF-16, big end first": "\ufeffname\tprice\r\n".encode("utf-16-be"),
    "UTF-16 without a mark": "name,price\r\nlamp,12\r\n".encode("utf-16-le"),
    "UTF-16 without a mark, turned": "name,price\r\nlamp,12\r\n".encode("utf-16-be"),
    "Russian UTF-16 without a mark": "Журнал: всё тихо.\r\nМаяк горит.\r\n".encode("utf-16-le"),
    "Chinese UTF-16 without a mark": "你好，世界。\r\n这是日志。\r\n".encode("utf-16-le"),
    "UTF-16 that is cut": "name,price\r\n".encode("utf-16")[:-1],
    "Russian of Windows": "Имя;Цена\r\nЛампа;12\r\n".encode("cp1251"),
    "Russian of DOS": "Имя;Цена\r\nЛампа;12\r\n".encode("cp866"),
    "Russian of Unix": "Имя;Цена\n".encode("koi8-r"),
    "German of Windows": "Straße;Größe\r\n“x”;12 €\r\n".encode("cp1252"),
    "French": "café;crème\n".encode("latin-1"),
    "Greek": "Όνομα;Τιμή\n".encode("cp1253"),
    "Hebrew": "שם;מחיר\n".encode("cp1255"),
    "Japanese": "名前,値段\r\nランプ,12\r\n".encode("cp932"),
    "Japanese mail": "名前,値段\r\n".encode("iso-2022-jp"),
    "Chinese": "名称,价格\r\n灯,12\r\n".encode("gbk"),
    "Taiwanese": "名稱,價格\r\n燈,12\r\n".encode("big5"),
    "Korean": "이름,가격\r\n램프,12\r\n".encode("euc-kr"),
    "UTF-8 that is cut": "всё тихо"[:5].encode()[:-1],
    "a broken byte in UTF-8": "всё тихо\n".encode() + b"\xff\n",
}


@pytest.mark.parametrize("what", ENCODINGS)
def test_a_text_may_have_any_encoding(what: str) -> None:
    for ending in ("txt", "csv", "log"):
        assert content_type_of(ENCODINGS[what], f"a.{ending}") == PLAIN


BINARY = {
    "zeros": bytes(500),
    "one zero": b"\0",
    "a mark of UTF-16 alone": b"\xff\xfe",
    "small numbers": bytes(range(32)) * 20,
    "noise": random.Random(5).randbytes(5000),
    "little noise": random.Random(6).randbytes(60),
    "noise after a mark": b"\xff\xfe" + random.Random(7).randbytes(5000),
    "words between zeros": b"a\0\0\0b\0\0\0" * 50,
}


@pytest.mark.parametrize("what", BINARY)
def test_what_is_no_text_is_refused_under_an_ending_of_text(what: str) -> None:
    assert not is_text(BINARY[what])
    with pytest.raises(UnsupportedType, match=r"ends in \.txt, but the content isn’t text"):
        content_type_of(BINARY[what], "a.txt")


def test_every_ending_of_text_takes_text() -> None:
    for ending in TEXT_ENDINGS:
        assert content_type_of(LOOKS["a page of HTML"].encode(), f"a.{ending.upper()}") == PLAIN, ending
    assert not TEXT_ENDINGS & (PROGRAM_ENDINGS | PAGE_ENDINGS)


@pytest.mark.parametrize(
    "name", ["README", "Makefile", "Dockerfile", ".env", ".gitignore", "app.log.1", "v1.2", "a."]
)
def test_a_name_without_a_known_ending_is_taken_by_its_content(name: str) -> None:
    for what in (
        "HTML in a sentence",
        "a grey picture",
        "a bitmap",
        "a GIF",
        "a program of DOS",
        "PostScript",
    ):
        assert content_type_of(LOOKS[what].encode(), name) == PLAIN, what


BEGINNINGS = (
    "",
    "MZ",
    "PK",
    "P5 ",
    "BM",
    "GIF89a",
    "%!PS",
    "%PDF-1.4",
    "{\\rtf1",
    "<html>",
    "<?xml ",
    "#!/bin/sh\n",
)


@given(
    st.sampled_from(BEGINNINGS),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r\x1b"), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_is_written_is_taken(beginning: str, text: str, encoding: str) -> None:
    assert content_type_of((beginning + text).encode(encoding), "a.md") == PLAIN


@given(
    st.binary(min_size=1),
    st.sampled_from(["a", "a.txt", "a.svg", "a.docx", "a.psd", "a.mp4", "a.xyz1", "a.key"]),
)
def test_no_content_is_an_error(content: bytes, name: str) -> None:
    with suppress(UnsupportedType):
        content_type_of(content, name)


def test_a_long_log_is_read_in_a_moment() -> None:
    line = "12:00:01 \x1b[31mERROR\x1b[0m <html> при разборе {'a': 1}\n".encode()
    for content in (
        line * (10 * MIB // len(line)),
        line.decode().encode("utf-16-le") * (5 * MIB // len(line)),
    ):
        with spent() as time:
            assert content_type_of(content, "a.log") == PLAIN
        assert time.units < 2_000 * MILLISECOND


def test_the_bytes_of_a_text_stay_as_they_came(storage: Storage, world: World, bob: Person) -> None:
    for what in ("UTF-16 of Windows", "Russian of Windows", "UTF-8 with a mark"):
        result = send(bob, world.id, "a.csv", ENCODINGS[what]).json()
        answer = bob.get(f"/files/{result['id']}")
        assert result["contentType"] == PLAIN
        assert answer.content == ENCODINGS[what]
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
