"""Who is called by a text: the places of an @, the names behind it, and their chips."""

import re

import pytest

from chat.context import message_contexts
from chat.models import Message
from core.markdown import running_text
from projects.mentions.places import NameTable, Scanner
from tests.support.people import Person
from tests.support.worlds import World

NAMES = [
    "Eve",
    "Eve Stone",
    "Ada Lovelace",
    "José",
    "Müller",
    "Пётр",
    "李明",
    "지민",
    "สมชาย",
    "Ayşe",
    "O'Neil",
    "Jean-Luc",
]


def called(text: str, names: list[str] = NAMES) -> list[str]:
    """Names of those whom the text calls."""
    scanner = Scanner(NameTable((name, [name]) for name in names))
    return [who for piece in running_text(text) for place in scanner.places(piece) for who in place.who]


CALLED = [
    ("@Eve", "Eve"),
    ("@eve, look", "Eve"),
    ("@EVE.", "Eve"),
    ("Is it @Eve?", "Eve"),
    ("(@Eve)", "Eve"),
    ("“@Eve”", "Eve"),
    ("@Eve's idea", "Eve"),
    ("@Eve’s idea", "Eve"),
    ("@Ayşe'ye sor", "Ayşe"),
    ("**@Eve**: look", "Eve"),
    ("**look, @Eve**", "Eve"),
    ("_@Eve_", "Eve"),
    ("- @Eve", "Eve"),
    ("# @Eve", "Eve"),
    ("| @Eve | x |\n|---|---|\n| a | b |", "Eve"),
    ("cc:@Eve", "Eve"),
    ("@Eve: look", "Eve"),
    ("@Eve—look", "Eve"),
    ("@Eve...", "Eve"),
    ("wait...@Eve", "Eve"),
    ("@Eve\n@Ada Lovelace", "Eve Ada Lovelace"),
    ("@Eve @Eve", "Eve Eve"),
    ("@Eve/@José", "Eve José"),
    ("@Eve Stone", "Eve Stone"),
    ("@eve stones", "Eve"),
    ("👋@Eve👋", "Eve"),
    ("> @José said\n\n@Eve, true", "Eve"),
    # Blanks
    ("@Ada\u00a0Lovelace", "Ada Lovelace"),
    ("@Ada   Lovelace", "Ada Lovelace"),
    ("@Ada\u2009Lovelace", "Ada Lovelace"),
    ("@Ada\u3000Lovelace", "Ada Lovelace"),
    ("@ada lovelace", "Ada Lovelace"),
    ("@Ada Love\u00adlace", "Ada Lovelace"),
    # Accents and forms
    ("@Jose", "José"),
    ("@JOSÉ", "José"),
    ("@Jose\u0301", "José"),
    ("@Muller, @mu\u0308ller", "Müller Müller"),
    ("@Петр", "Пётр"),
    ("@петр,", "Пётр"),
    ("@Ｅｖｅ", "Eve"),
    ("＠Eve", "Eve"),
    ("@Jean-luc", "Jean-Luc"),
    ("@o'neil", "O'Neil"),
    # No blank before or behind
    ("你好@Eve请看", "Eve"),
    ("你好＠Eve，请看", "Eve"),
    ("请@李明看", "李明"),
    ("これは@Eveさん", "Eve"),
    ("สวัสดี@Eveครับ", "Eve"),
    ("สวัสดี@สมชายครับ", "สมชาย"),
    ("ที่@Eve", "Eve"),
    ("안녕@Eve님", "Eve"),
    ("@지민이가", "지민"),
    ("@지민님께", "지민"),
    ("@지민, 봐요", "지민"),
]
NOT_CALLED = [
    # Code
    "`@Eve`",
    "``a @Eve``",
    "```\n@Eve\n```",
    "~~~py\n@Eve\n~~~",
    "    @Eve",
    "\t@Eve",
    # Links and addresses
    "[@Eve](https://example.com)",
    "[x](https://example.com/@Eve)",
    '[x](https://example.com "@Eve")',
    "![@Eve](https://example.com/x.png)",
    "[@Eve]: https://example.com\n\n[@Eve]",
    "<https://example.com/@Eve>",
    "https://example.com/@Eve",
    "https://example.com/@Eve/status",
    "www.example.com/@Eve",
    "example.com/@Eve",
    "mail@eve.example",
    "mail@eve.example.com",
    "x@Eve",
    "x.y@Eve",
    "git@eve.example:repo",
    "ssh eve@Eve:22",
    "npm i @eve/cli",
    "@eve.example",
    "@eve@social.example",
    "@eve:matrix.example",
    "user_@Eve",
    "привет@Eve",
    "é@Eve",
    "e\u0301@Eve",
    # Quotes
    "> @Eve said",
    "> > @Eve",
    "> a\n> @Eve",
    "> - @Eve",
    "- > @Eve",
    # Escaped, doubled, not begun
    r"\@Eve",
    r"a \@Eve",
    r"\\@Eve",
    "@@Eve",
    "@ Eve",
    "@\u200bEve",
    "@\nEve",
    "@",
    "@ @@ @",
    # The name goes on
    "@Eve_2",
    "@Eve2",
    "@Eve-Marie",
    "@Evelyn",
    "@Éveline",
    "@Eve\u00e9",
    "@Eve'Angelo",
    "@Jean-Lucas",
    "@Ada\nLovelace",
    "@Ada",
    "@Ада Lovelace",
    "@지민호",
]


@pytest.mark.parametrize(("text", "names"), CALLED)
def test_a_name_behind_an_at_sign_calls(text: str, names: str) -> None:
    assert " ".join(called(text)) == names


@pytest.mark.parametrize("text", NOT_CALLED)
def test_what_only_looks_like_a_mention_calls_nobody(text: str) -> None:
    assert called(text) == []


def test_the_name_as_written_goes_before_one_with_the_same_letters() -> None:
    names = ["Jose", "José", "Jòse"]
    assert called("@José", names) == ["José"]
    assert called("@jose", names) == ["Jose"]
    assert called("@Jóse", names) == names
    assert called("@Weiss", ["Weiß"]) == ["Weiß"]
    assert called("@weis", ["Weiß"]) == called("@weiß", ["Weis"]) == []


def test_a_name_that_goes_on_calls_who_is_called_so() -> None:
    names = ["Eve", "Eve-Marie", "Eve_2", "eve.example", "李明", "李明请", "지민", "지민호"]
    for name in names:
        assert called(f"@{name}", names) == [name]
    assert called("@李明请看", names) == ["李明请"]


@pytest.mark.sqlite
def test_what_is_stored_is_what_is_marked(world: World, bob: Person) -> None:
    """One scanner decides about both. Bob takes the name that the texts call most."""
    assert bob.patch("/me", {"displayName": "Eve"}).is_success
    for text in [text for text, _ in CALLED] + NOT_CALLED:
        ids, html = said(world, text)
        assert chips(html) == ids, text


def said(world: World, text: str, *, by: str = "ada") -> tuple[set[str], str]:
    """Send a message. Return the ids of whom it mentions, and its HTML."""
    answer = world.do("chat.message", by=by, projectId=world.id, text=text)
    return set(answer["mentionIds"]), shown(answer["id"])


def shown(message_id: str) -> str:
    [context] = message_contexts(
        [Message.objects.get(pk=message_id)], Message.objects.get(pk=message_id).project
    )
    return str(context["html"])


def chips(html: str) -> set[str]:
    """Return the ids of the people whose chips are in the HTML."""
    return {
        user_id for ids in re.findall(r'class="mention" data-user="([^"]+)"', html) for user_id in ids.split()
    }
