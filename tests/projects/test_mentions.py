"""Who is called by a text: the places of an @, the names behind it, and their chips."""

import re
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.deletion import delete_account
from accounts.models import User
from chat.context import message_contexts
from chat.models import Mention, Message
from core.ids import new_id
from core.markdown import unquoted_texts
from projects.member_names import ids_by_name
from projects.mentions.find import called_in
from projects.mentions.places import WRITTEN_LENGTH, NameTable, Scanner
from projects.models import Project
from projects.prose import prose_html
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
    return [who for piece in unquoted_texts(text) for place in scanner.places(piece) for who in place.who]


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
    ("@O’Neil", "O'Neil"),
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
    "@@Eve",
    "@ Eve",
    "@\u200bEve",
    "@\nEve",
    "@",
    "@ @@ @",
    # The name goes on
    "@Eve_2",
    r"@Eve\_2",
    r"user\_@Eve",
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


WORDS = [
    *(
        "@",
        "＠",
        "@@",
        "\\@",
        "`",
        "```\n",
        "> ",
        "- ",
        "    ",
        "\n",
        "\n\n",
        " ",
        "\u00a0",
        "\u200b",
        "_",
        "*",
        "**",
        "-",
        ".",
    ),
    *(
        "'",
        "/",
        ":",
        "[",
        "](https://a.b)",
        "https://a.b/",
        "www.",
        "x@",
        "|",
        "<",
        "a",
        "1",
        "é",
        "\u0301",
        "你",
        "이",
        "s ",
        "#aaaa",
    ),
]


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from([*NAMES, "Eve2", "Évé", "ADA", "x@y"]) | st.text(max_size=3), min_size=1, max_size=6
    ),
    st.lists(st.sampled_from(WORDS) | st.integers(0, 5) | st.text(max_size=3), max_size=25),
)
def test_the_chips_are_the_stored_mentions(names: list[str], parts: list[str | int]) -> None:
    """For any names and any text: each number is an @ with one of the names."""
    people = {pk: User(pk=pk, display_name=name) for pk, name in ((new_id(), name) for name in names) if name}
    text = "".join(part if isinstance(part, str) else f"@{names[part % len(names)]}" for part in parts)
    known = ids_by_name((pk, person.display_name) for pk, person in people.items())
    stored = called_in(text, [(name, [*ids]) for name, ids in known], {})
    rows = [Mention(user=people[row.user_id], name=row.name) for row in stored]
    html = prose_html(text, Project(key="WEB", name="Website"), rows, {})
    assert chips(html) == {str(row.user_id) for row in stored}
    assert all(len(row.name) <= WRITTEN_LENGTH for row in stored)


# ── Chips and names ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_chip_changes_with_the_name(world: World, bob: Person) -> None:
    text = "@bob marley, `@Bob Marley`"
    comment = world.do("comment.create", cardId=world.cards["one"], text=text)
    message = world.do("chat.message", projectId=world.id, text=text)
    for name in ("Robert", "<Bob & Co>"):
        assert bob.patch("/me", {"displayName": name}).is_success
        chip = f'dir="auto" translate="no">@{escape(name)}</span>'
        assert f'class="mention" data-user="{bob.id}"' in shown(message["id"])
        assert chip in shown(message["id"])
        assert chip in world.cast["ada"].browse(f"/projects/{world.id}/cards/1?comment={comment['id']}").text
        assert "<code>@Bob Marley</code>" in shown(message["id"])


@pytest.mark.sqlite
def test_an_edit_keeps_those_who_are_called_otherwise_now(world: World, bob: Person, cleo: Person) -> None:
    """Also where the name belongs to another person now: the text still means the first."""
    message = world.do("chat.message", projectId=world.id, text="@Bob Marley, loook")
    assert bob.patch("/me", {"displayName": "Robert"}).is_success
    assert cleo.patch("/me", {"displayName": "Bob Marley"}).is_success
    changed = world.do("chat.update", id=message["id"], text="@Bob Marley, look")
    assert changed["mentionIds"] == [bob.id]
    assert ">@Robert</span>" in shown(message["id"])
    changed = world.do("chat.update", id=message["id"], text="@Bob Marley and @Robert, look")
    assert changed["mentionIds"] == [bob.id]
    assert shown(message["id"]).count(">@Robert</span>") == 2
    changed = world.do("chat.update", id=message["id"], text="Nobody")
    changed = world.do("chat.update", id=message["id"], text="@Bob Marley")
    assert changed["mentionIds"] == [cleo.id]


@pytest.mark.sqlite
def test_a_person_who_left_keeps_the_chip_and_is_called_no_more(world: World, bob: Person) -> None:
    message = world.do("chat.message", projectId=world.id, text="@Bob Marley")
    world.do("member.remove", projectId=world.id, userId=bob.id)
    assert ">@Bob Marley</span>" in shown(message["id"])
    assert world.do("chat.update", id=message["id"], text="@Bob Marley!")["mentionIds"] == []
    assert "mention" not in shown(message["id"])


@pytest.mark.sqlite
def test_a_deleted_account_has_no_name_in_its_chips(world: World, bob: Person) -> None:
    message = world.do("chat.message", projectId=world.id, text="@Bob Marley")
    assert bob.user is not None
    delete_account(bob.user, address=None)
    assert ">@Former member</span>" in shown(message["id"])


@pytest.mark.sqlite
def test_accents_tell_two_people_apart_where_they_are_written(
    world: World, bob: Person, cleo: Person
) -> None:
    assert bob.patch("/me", {"displayName": "José"}).is_success
    assert cleo.patch("/me", {"displayName": "Jòse"}).is_success
    assert said(world, "@José")[0] == {bob.id}
    ids, html = said(world, "@Jose and @jòse")
    assert ids == {bob.id, cleo.id}
    assert re.findall(r'data-user="([^"]+)"', html) == [f"{bob.id} {cleo.id}", cleo.id]


# ── Tools ───────────────────────────────────────────────────────────────────────────────────────────


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
