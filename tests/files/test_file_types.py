"""FILE_TYPES widens or narrows what an installation takes, and a mistake in it stops the start."""

import sys
from typing import Any

import pytest

from files.content_types.catalogue import UNKNOWN
from files.content_types.judgement import content_type_of
from files.content_types.rules import read_rules
from files.errors import UnsupportedType
from tests.files.storages import Storage
from tests.files.test_attached_files import BYTES, PE, ole
from tests.files.test_content_types import HTML, box, tar
from tests.support.people import Person
from tests.support.processes import BARE, tried
from tests.support.uploads import picture, send
from tests.support.worlds import World

CONTENTS = {
    "a.txt": b"words",
    "a.py": b"words",
    "a.png": picture(),
    "photo.jpg": picture(),
    "a": picture(),
    "a.pdf": b"%PDF-1.7\n1 0 obj\n",
    "a.mp4": box(b"isom"),
    "a.mov": box(b"isom"),
    "a.tar": tar(),
    "a.psd": b"8BPS\0\1" + BYTES,
    "a.sketch": BYTES,
    "a.bin": BYTES,
    "a.xyz1": BYTES,
}
USUAL = CONTENTS.keys() - {"a.bin", "a.xyz1"}


def taken(rules: str, settings: Any) -> set[str]:
    settings.FILE_TYPES = read_rules(rules.split(","))
    result = set()
    for name, content in CONTENTS.items():
        try:
            content_type_of(content, name)
        except UnsupportedType:
            continue
        result.add(name)
    return result


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("+bin", USUAL | {"a.bin"}),
        ("+.BIN", USUAL | {"a.bin"}),
        ("-video", USUAL - {"a.mp4", "a.mov"}),
        ("-mp4", USUAL - {"a.mp4", "a.mov"}),
        ("-mov", USUAL - {"a.mov"}),
        ("-py", USUAL - {"a.py"}),
        ("-txt", USUAL - {"a.txt"}),
        ("-text", USUAL - {"a.txt", "a.py"}),
        ("-png", USUAL - {"a.png", "photo.jpg", "a"}),
        ("-jpg", USUAL - {"photo.jpg"}),
        ("-sketch", USUAL - {"a.sketch"}),
        ("-image,+png", USUAL - {"a.psd"}),
        ("+png,-image", USUAL - {"a.png", "photo.jpg", "a", "a.psd"}),
        ("-all,+pdf", {"a.pdf"}),
        ("-all,+text,+archive", {"a.txt", "a.py", "a.tar"}),
        ("-all", set()),
        ("-exe,-html", USUAL),
    ],
)
def test_the_last_word_that_speaks_of_a_file_counts(rules: str, expected: set[str], settings: Any) -> None:
    assert taken(rules, settings) == expected


def test_no_word_takes_programs_and_pages(settings: Any) -> None:
    settings.FILE_TYPES = read_rules(["+all", "+bin", "+xyz1"])
    for content in (PE, HTML):
        for name in ("a.bin", "a.xyz1", "a.exe", "a.html"):
            with pytest.raises(UnsupportedType):
                content_type_of(content, name)


def test_a_refusal_says_that_it_is_this_site(
    settings: Any, storage: Storage, world: World, bob: Person
) -> None:
    settings.FILE_TYPES = read_rules(["-jpg"])
    answer = send(bob, world.id, "photo.jpg", picture())
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert answer.json()["detail"] == (
        "This site doesn’t accept .jpg files. Share a link instead, or ask its administrator."
    )


@pytest.mark.parametrize(
    ("rules", "name", "content", "words"),
    [
        ("-png", "photo.jpg", picture(), r"accept \.png files"),
        ("-image", "photo.jpg", picture(), r"accept \.jpg files"),
        ("-mp4", "tour.mov", box(b"isom"), r"accept \.mp4 files"),
        ("-document", "minutes", ole(), "accept files of this kind"),
        ("-text", f"a.{'x' * 30}", b"words", r"accept \.txt files"),
    ],
)
def test_a_refusal_names_what_the_site_refuses(
    rules: str, name: str, content: bytes, words: str, settings: Any
) -> None:
    settings.FILE_TYPES = read_rules(rules.split(","))
    with pytest.raises(UnsupportedType, match=words):
        content_type_of(content, name)


def test_an_added_ending_of_text_takes_any_content(settings: Any) -> None:
    settings.FILE_TYPES = read_rules(["+xyz"])
    assert content_type_of(BYTES, "thing.xyz") == UNKNOWN


MISTAKES = {
    "exe": "takes endings and kinds with a sign",
    "+": "takes endings and kinds with a sign",
    "-video +step": "takes endings and kinds with a sign",
    "+exe": "can’t take exe: programs and web pages are never accepted",
    "+html": "can’t take html: programs and web pages are never accepted",
    "-movie": "does not know 'movie'",
}


@pytest.mark.parametrize("words", MISTAKES)
def test_a_mistake_is_named(words: str) -> None:
    with pytest.raises(ValueError, match=MISTAKES[words].replace("(", r"\(")):
        read_rules([words])


def test_a_mistake_stops_the_start_with_one_line(tmp_path: Any) -> None:
    environment = {**BARE, "VAR_DIR": str(tmp_path / "var"), "FILE_TYPES": "-video,+exe"}
    done = tried([sys.executable, "manage.py", "check"], environment)
    line = "FILE_TYPES can’t take exe: programs and web pages are never accepted."
    assert (done.returncode, done.stderr.strip()) == (1, f"Kanban Realtime does not start: {line}")
