import re
from urllib.parse import unquote

import pytest

from files.filenames import DEFAULT_NAME, clean_filename, content_disposition, extension


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Отчёт за май.docx", "Отчёт за май.docx"),
        ("cafe\u0301.txt", "café.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/etc/passwd", "passwd"),
        ("C:\\plan.pdf", "plan.pdf"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie: x=1.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("exe\u202egpj.txt", "exegpj.txt"),
        ("\u200f\u2066a\u2069.txt", "a.txt"),
        ("\ufeffa.txt", "a.txt"),
        ("\ud800a.txt", "a.txt"),
        ("a   b\t.txt", "a b .txt"),
        ("  plan.pdf  ", "plan.pdf"),
        ("plan.pdf...", "plan.pdf"),
        (".gitignore", ".gitignore"),
        ("ok \N{WINKING FACE}.txt", "ok \N{WINKING FACE}.txt"),
        ("👩‍👩‍👧.png", "👩‍👩‍👧.png"),
        ("می‌خواهم.pdf", "می‌خواهم.pdf"),
        ("a\u200b\u3164.txt", "a.txt"),
    ],
)
def test_a_name_is_kept_without_what_could_do_harm(sent: str, kept: str) -> None:
    assert clean_filename(sent) == kept


@pytest.mark.parametrize(
    "sent", ["", " ", ".", "..", "/", "a/", "\x00", "\u202e", "...", "\r\n", "\u3164", "\u200d.", "\u0301"]
)
def test_what_leaves_nothing_has_a_name_all_the_same(sent: str) -> None:
    assert clean_filename(sent) == DEFAULT_NAME


@pytest.mark.parametrize("letter", ["a", "ж", "\N{WINKING FACE}"])
def test_a_long_name_is_shortened_before_its_ending(letter: str) -> None:
    name = clean_filename(letter * 300 + ".pdf")
    assert (len(name), name[-5:]) == (255, letter + ".pdf")
    assert len(clean_filename("a." + letter * 300)) == 255


@pytest.mark.parametrize(
    ("name", "found"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".hidden", ""), ("a.", "")]
)
def test_an_ending_is_what_follows_the_last_dot(name: str, found: str) -> None:
    assert extension(name) == found


ODD = {
    "plain": ("plan (1) [final].pdf", "plan (1) [final].pdf"),
    "a percent sign": ("a%20b 100%.txt", "a_20b 100_.txt"),
    "quotes": ("say \"hi\" 'now'.txt", "say _hi_ _now_.txt"),
    "a semicolon": ("a; filename=b.exe.txt", "a_ filename=b.exe.txt"),
    "a backslash": ("a\\b\\.txt", "a_b_.txt"),
    "line breaks": ("a\r\nSet-Cookie: x.txt", "a__Set-Cookie_ x.txt"),
    "right to left": ("חוזה سند.pdf", "____ ___.pdf"),
    "a joiner": ("می\u200cخواهم.pdf", "_" * 8 + ".pdf"),
    "emoji": ("👩\u200d💻 ❤️.png", "___ __.png"),
    "much of it": ("ж" * 251 + ".txt", "_" * 251 + ".txt"),
}


@pytest.mark.parametrize(("name", "plain"), ODD.values(), ids=ODD.keys())
def test_a_download_has_its_exact_name(name: str, plain: str) -> None:
    header = content_disposition(name, as_attachment=True)
    match = re.fullmatch(
        r"attachment; filename=\"([^\"]*)\"(?:; filename\*=UTF-8''([\w.~%-]+))?", header, re.ASCII
    )
    assert match
    assert match[1] == plain
    assert unquote(match[2] or match[1]) == name
    assert not re.search(r"[\r\n\\%;]", match[1])
