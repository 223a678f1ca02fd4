import pytest

from files.filenames import DEFAULT_NAME, clean_filename, extension


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
