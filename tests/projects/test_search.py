"""Search in the cards, messages and files of one's own projects."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.search.highlights import excerpt
from core.search.query import parse
from projects.search.providers import KINDS, search_providers
from tests.support.invalid_values import SURROGATE
from tests.support.people import Person
from tests.support.worlds import Cast, World, build, build_empty, new_file


def hits(who: Person, text: str, **asked: Any) -> list[dict[str, Any]]:
    answer = who.site.client.get(
        f"{who.site.url}/api/v1/search",
        params={"q": text, **asked},
        headers={"authorization": f"Bearer {who.token}"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def titles(who: Person, text: str, **asked: Any) -> list[str]:
    return [hit["title"] for hit in hits(who, text, **asked)]


@pytest.fixture
def written(cast: Cast) -> World:
    """Project with cards, a comment, a message and a file to find."""
    world = build_empty(cast)
    world.cards["relaunch"] = world.card("todo", "Website relaunch", description="Ask the **printers**.")[
        "id"
    ]
    world.cards["printer"] = world.card("doing", "Buy a printer")["id"]
    world.cards["russian"] = world.card("todo", "Новые карточки", description="Для печати на принтере")["id"]
    world.message = world.do(
        "chat.message", by="bob", projectId=world.id, text="The printer is broken again"
    )["id"]
    said = {"cardId": world.cards["russian"], "text": "Which printer? Какой принтер?"}
    world.comment = world.do("comment.create", by="bob", **said)["id"]
    world.files["plan"] = new_file(world, "printer-plan")
    return world


# ── What is found ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_all_kinds_are_found_and_the_title_counts_most(written: World, bob: Person) -> None:
    found = hits(bob, "printer")
    assert {hit["kind"] for hit in found} == {"card", "comment", "message", "file"}
    assert found[0]["kind"] in ("card", "file")
    cards = [hit["title"] for hit in found if hit["kind"] == "card"]
    assert cards[0] == "WEB-2 Buy a printer"


@pytest.mark.sqlite
def test_a_hit_has_its_kind_and_its_project(written: World, bob: Person) -> None:
    [card] = hits(bob, "relaunch")
    assert card == {
        "kind": "card",
        "projectId": written.id,
        "id": written.cards["relaunch"],
        "title": "WEB-1 Website relaunch",
        "excerpt": "Ask the printers.",
        "url": f"/projects/{written.id}/cards/1",
    }
    [message] = hits(bob, "broken")
    assert (message["kind"], message["title"]) == ("message", "Bob Marley")
    assert message["excerpt"] == "The printer is broken again"
    assert message["url"] == f"/projects/{written.id}#message-{written.message}"
    [file] = hits(bob, "plan")
    assert (file["kind"], file["title"]) == ("file", "printer-plan.txt")
    assert bob.browse(file["url"]).status_code == 200


@pytest.mark.sqlite
def test_all_words_must_be_there_in_whatever_order_and_case(written: World, bob: Person) -> None:
    assert titles(bob, "RELAUNCH website") == ["WEB-1 Website relaunch"]
    assert titles(bob, "relaunch nowhere") == []
    assert titles(bob, "НОВЫЕ карточки") == ["WEB-3 Новые карточки"]


@pytest.mark.sqlite
def test_the_last_word_may_be_a_beginning(written: World, bob: Person) -> None:
    assert titles(bob, "website rela") == ["WEB-1 Website relaunch"]
    assert titles(bob, "нов") == ["WEB-3 Новые карточки"]


@pytest.mark.sqlite
def test_a_key_finds_its_card_before_all_others(written: World, bob: Person) -> None:
    written.card("todo", "About WEB-2", description="WEB-2 WEB-2 WEB-2")
    assert titles(bob, "WEB-2")[0] == "WEB-2 Buy a printer"
    assert titles(bob, " web-2 ")[0] == "WEB-2 Buy a printer"
    assert titles(bob, "WEB-2").count("WEB-2 Buy a printer") == 1
    assert titles(bob, "WEB-999999999") == []
    assert titles(bob, "NOT-2") == []


@pytest.mark.sqlite
def test_changed_text_is_found_by_its_new_words(written: World, bob: Person) -> None:
    words = {"title": "Harbour", "description": "Lighthouse"}
    written.do("card.update", id=written.cards["relaunch"], version=1, **words)
    assert titles(bob, "relaunch") == []
    assert titles(bob, "harbour") == titles(bob, "lighthouse") == ["WEB-1 Harbour"]
    written.do("chat.update", by="bob", id=written.message, text="It works")
    assert titles(bob, "broken") == []


@pytest.mark.sqlite
def test_one_kind_one_project_and_so_many_can_be_asked_for(written: World, cast: Cast, bob: Person) -> None:
    other = build_empty(cast, name="Another")
    other.card("todo", "Another printer")
    assert {hit["kind"] for hit in hits(bob, "printer", **{"in": "files,messages"})} == {"file", "message"}
    assert titles(bob, "printer", **{"in": "comments"}) == ["WEB-3 Новые карточки"]
    assert {hit["projectId"] for hit in hits(bob, "printer")} == {written.id, other.id}
    assert {hit["projectId"] for hit in hits(bob, "printer", projectId=other.id)} == {other.id}
    assert len(hits(bob, "printer", limit=2)) == 2


# ── What is not ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_nothing_of_a_foreign_project_is_ever_found(written: World, cast: Cast) -> None:
    own = build_empty({**cast, "ada": cast["eve"]}, name="Eve's")
    for who in ("eve", "dan"):
        assert [hit for hit in hits(cast[who], "printer") if hit["projectId"] == written.id] == []
        assert titles(cast[who], "WEB-2") == []
        assert cast[who].get(f"/search?q=printer&projectId={written.id}").status_code == 404
    assert own.id != written.id
    written.do("member.remove", projectId=written.id, userId=cast["bob"].id)
    assert hits(cast["bob"], "printer", **{"in": "cards"}) == []


@pytest.mark.sqlite
def test_what_is_deleted_is_not_found_and_what_is_archived_is(written: World, bob: Person) -> None:
    written.do("card.archive", id=written.cards["relaunch"], version=1)
    written.do("card.delete", id=written.cards["printer"], version=1)
    written.do("chat.delete", by="bob", id=written.message)
    written.do("file.delete", by="bob", id=written.files["plan"])
    written.do("comment.delete", by="bob", id=written.comment)
    assert titles(bob, "relaunch") == ["WEB-1 Website relaunch"]
    assert [hit["kind"] for hit in hits(bob, "printer") if "WEB-1" not in hit["title"]] == []
    assert titles(bob, "WEB-2") == []


@pytest.mark.sqlite
def test_a_comment_goes_and_comes_with_its_card(written: World, bob: Person) -> None:
    card = {"id": written.cards["russian"]}
    [hit] = hits(bob, "ПРИНТЕР", **{"in": "comments"})
    assert hit["excerpt"] == "Which printer? Какой принтер?"
    assert hit["url"] == f"/projects/{written.id}/cards/3#comment-{written.comment}"
    written.do("card.archive", **card, version=1)
    assert len(hits(bob, "принтер", **{"in": "comments"})) == 1
    written.do("card.delete", **card, version=2)
    assert hits(bob, "принтер", **{"in": "comments"}) == []
    written.do("card.restore", **card, version=3)
    written.do("comment.update", by="bob", id=written.comment, text="Nothing")
    assert hits(bob, "принтер", **{"in": "comments"}) == []


def test_a_page_of_words_is_too_much_to_look_for(bob: Person) -> None:
    answer = bob.get(f"/search?q={'x' * 60_000}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert len(answer.content) < 1000


@pytest.mark.sqlite
def test_nothing_of_a_deleted_project_is_found(written: World, bob: Person) -> None:
    written.do("project.delete", id=written.id)
    assert hits(bob, "printer") == []


# ── Odd queries ───────────────────────────────────────────────────────────────────────────────────

OPERATORS = [
    *(".", "-", "&", "|", "!", "!!printer", "(printer", "printer)", "<->", ":*", "printer:*", "'", "''"),
    *('"', '"printer', "\\", "\\'", "%", "_", "%s", "%(x)s", ".*", "[", "(?P<", "a OR b", "a AND", "NOT"),
    *("printer -printer", "\u202eprinter", "😀", "é e\u0301", "'; DROP TABLE cards--", "ⅷ ²", "a" * 200),
]


@pytest.mark.sqlite
@pytest.mark.parametrize("text", OPERATORS)
def test_operators_are_harmless(text: str, written: World, bob: Person) -> None:
    hits(bob, text)


@pytest.mark.sqlite
def test_signs_say_nothing(written: World, bob: Person) -> None:
    assert titles(bob, "!(relaunch), “website”") == ["WEB-1 Website relaunch"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("q=a%00b", "q"),
        ("", "q"),
        ("q=", "q"),
        ("q=%20%0A", "q"),
        (f"q={'x' * 201}", "q"),
        (f"q={'x ' * 5000}".replace(" ", "%20"), "q"),
        ("q=x&in=", "in"),
        ("q=x&in=planets", "in"),
        ("q=x&limit=0", "limit"),
        ("q=x&limit=51", "limit"),
        ("q=x&limit=x", "limit"),
    ],
)
def test_an_invalid_search_is_refused(query: str, field: str, bob: Person) -> None:
    answer = bob.get(f"/search?{query}")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_a_refused_text_is_told_why_in_the_chat_too(world: World, bob: Person) -> None:
    for path in ("/search", f"/projects/{world.id}/messages"):
        for text, reason in (("%00", "can’t be stored"), ("x" * 201, "At most 200 characters.")):
            assert reason in bob.get(f"{path}?q={text}").json()["fields"]["q"][0], path


@pytest.mark.parametrize("project", ["", "x", "%00", "018f0000-0000-7000-8000-000000000000"])
def test_a_project_that_is_none_is_not_found(project: str, bob: Person) -> None:
    assert bob.get(f"/search?q=x&projectId={project}").status_code == 404


@pytest.mark.sqlite
def test_half_a_character_is_refused_or_finds_nothing(bob: Person) -> None:
    assert bob.get("/search?q=%ED%A0%80").status_code in (200, 400)
    assert excerpt(SURROGATE, parse("x"))[0] == SURROGATE


# ── How ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_a_search_in_many_projects_needs_no_more_queries(cast: Cast, bob: Person) -> None:
    counts = []
    assert hits(bob, "one") == []
    for _more in range(2):
        for _one in range(2):
            build(cast).card("todo", "One more")
        with CaptureQueriesContext(connection) as seen:
            assert hits(bob, "one")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_whatever_is_searched_is_one_of_the_kinds() -> None:
    assert search_providers.keys() == set(KINDS)
