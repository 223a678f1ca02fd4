"""Activity: every event as a sentence, in both languages, once, for those who may see it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from core.texts.diff import MAX_SHOWN_LINES, line_diff
from projects.dispatch.execute import Origin, execute
from projects.events.log import EventWire
from projects.history.activity import PAGE_SIZE, activity_items
from projects.history.names import Names
from projects.history.sentences import Change, activity_kinds, describe, event_kinds, sentences
from projects.models import Event, Project
from projects.registry import commands
from tests.support.examples import EXAMPLES
from tests.support.payloads import card, move
from tests.support.people import Person
from tests.support.worlds import Cast, World, build, build_empty, fresh_id

GENDERED = re.compile(r"\b\w+(?:ил|ал|ел|ял|ил[аи]|ал[аи]|ел[аи]|ял[аи])(?:\(а\))?\b")
"""Russian past-tense verbs show the gender of the actor, which the log does not know."""


def log_sentences(world: World, *, since: int, language: str = "en") -> list[Any]:
    """Sentences of the events after `since`, oldest first."""
    rows = Event.objects.filter(project_id=world.id, seq__gt=since).select_related("actor").order_by("seq")
    with translation.override(language):
        return activity_items(Project.objects.get(pk=world.id), list(rows))


def last(world: World, language: str = "en") -> str:
    """The newest sentence as plain text."""
    return plain(log_sentences(world, since=world.seq - 1, language=language)[0]["sentence"].text)


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


# ── Sentences ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("event", sorted({command.event for command in commands.values()} - {""}))
def test_every_command_has_an_event_with_a_sentence(event: str) -> None:
    assert event in sentences, f"register a sentence for {event}"
    assert event_kinds[event] in activity_kinds


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_event_is_a_sentence_in_both_languages(name: str, cast: Cast) -> None:
    for example in EXAMPLES[name]:
        world = build(cast)
        data = example.data(world)
        actor = cast[example.by].user
        assert actor is not None
        event = execute(actor, name, data, origin=Origin()).event
        names = Names(Project.objects.get(pk=event["projectId"]), [event])
        texts = {}
        for language in ("en", "ru"):
            with translation.override(language):
                texts[language] = plain(describe(event, names).text)
            assert actor.display_name in texts[language], example.what
            assert "%" not in texts[language]
            assert "…" not in texts[language], "a name was not found"
        assert texts["en"] != texts["ru"]
        assert not GENDERED.search(texts["ru"]), texts["ru"]


def test_an_unknown_event_is_shown_by_its_type(world: World) -> None:
    event: EventWire = {**world.events()[-1], "type": "<robot>.danced"}
    names = Names(Project.objects.get(pk=world.id), [event])
    assert describe(event, names).text == '<b dir="auto">Ada Lovelace</b>: &lt;robot&gt;.danced'


def test_a_move_names_both_columns_and_links_to_the_card(world: World) -> None:
    world.do("card.move", **move(world, "one", "doing"))
    deed = log_sentences(world, since=world.seq - 1)[0]["sentence"]
    assert plain(deed.text) == "Ada Lovelace moved WEB-1 one from Todo to In Progress"
    assert f'href="/projects/{world.id}/cards/1"' in deed.text
    assert (
        last(world, "ru")
        == "Ada Lovelace перемещает карточку WEB-1 one из колонки Todo в колонку In Progress"
    )


def test_the_log_shows_a_change_from_old_to_new(world: World, cast: Cast) -> None:
    world.do(
        "card.update",
        **card(world, "one", title="uno", labelIds=[world.labels["bug"]], assigneeIds=[], dueAt=None),
    )
    changes = {
        str(change.label): change
        for change in log_sentences(world, since=world.seq - 1)[0]["sentence"].changes
    }
    assert changes["Title"] == Change("Title", "one", "uno")
    assert (changes["Labels"].old, changes["Labels"].new) == ("bug, idea", "bug")
    assert (changes["Assignees"].old, changes["Assignees"].new) == ("Bob Marley, Ada Lovelace", "")
    assert "2 Jan 2030, 03:04" in changes["Due"].old
    assert changes["Due"].new == ""


def test_a_single_change_is_named_in_the_sentence(world: World) -> None:
    world.do("card.update", **card(world, "two", title="second"))
    assert last(world) == "Ada Lovelace renamed WEB-2 second"
    world.do("card.update", **card(world, "two", version=2, description="Words"))
    assert last(world) == "Ada Lovelace changed the description of WEB-2 second"


def test_the_log_shows_a_description_as_a_diff_of_lines(world: World) -> None:
    lines = [f"line {number}" for number in range(9)]
    world.do("card.update", **card(world, "two", description="\n".join(lines)))
    lines[4] = "changed"
    world.do("card.update", **card(world, "two", version=2, description="\n".join([*lines, "end"])))
    [diff] = log_sentences(world, since=world.seq - 1)[0]["sentence"].changes
    assert diff.lines == [
        ("…", ""), (" ", "line 3"), ("-", "line 4"), ("+", "changed"), (" ", "line 5"),
        ("…", ""), (" ", "line 8"), ("+", "end"),
    ]  # fmt: skip


def test_a_huge_text_is_not_compared_and_not_shown_whole() -> None:
    old, new = ("\n".join(f"{word}{number}" for number in range(4000)) for word in ("a", "b"))
    diff = line_diff("Text", old, new)
    assert len(diff.lines) == MAX_SHOWN_LINES
    assert diff.more == 8000 - MAX_SHOWN_LINES


@pytest.mark.parametrize(("count", "words"), [(1, "с 1 карточки"), (2, "с 2 карточек"), (5, "с 5 карточек")])
def test_numbers_agree_in_russian(count: int, words: str, cast: Cast) -> None:
    world = build_empty(cast)
    label = world.do("label.create", projectId=world.id, name="rare", color="red")["id"]
    for _ in range(count):
        world.card(labelIds=[label])
    world.do("label.delete", id=label)
    assert words in last(world, "ru")


def test_a_deleted_label_keeps_its_name_in_the_log(world: World) -> None:
    before = world.seq
    world.do("card.update", **card(world, "two", labelIds=[world.labels["bug"]]))
    world.do("label.delete", id=world.labels["bug"])
    assert log_sentences(world, since=before)[0]["sentence"].changes[0].new == "bug"


def test_who_leaves_and_who_is_removed_are_told_apart(world: World, cast: Cast) -> None:
    world.do("member.remove", by="bob", projectId=world.id, userId=cast["bob"].id)
    assert last(world) == "Bob Marley left the project"
    world.do("member.remove", by="anna", projectId=world.id, userId=cast["cleo"].id)
    assert last(world) == "Anna Achmatova removed Cleo Kyiv from the project"


def test_text_of_people_is_only_text(world: World, ada: Person) -> None:
    world.do("card.update", **card(world, "two", title="<img src=x onerror=alert(1)>", description="<b>"))
    shown = ada.browse(f"/projects/{world.id}/activity").text
    assert "<img" not in shown
    assert "&lt;img src=x" in shown


def test_a_deleted_message_is_in_the_log_without_its_text(world: World, ada: Person) -> None:
    said = world.do("chat.message", projectId=world.id, text="a secret")["id"]
    world.do("chat.update", id=said, text="another secret")
    path = f"/projects/{world.id}/activity"
    assert "another secret" in ada.browse(path).text
    world.do("chat.delete", id=said)
    assert "secret" not in ada.browse(path).text


# ── The page ──────────────────────────────────────────────────────────────────────────────────────


def seqs_in(html: str) -> list[int]:
    return [int(seq) for seq in re.findall(r'data-seq="(\d+)">\n<span', html)]


def test_all_of_the_log_is_there_once_newest_first_from_page_to_page(world: World, ada: Person) -> None:
    for number in range(2 * PAGE_SIZE):
        world.card("doing", f"card {number}")
    seen: list[int] = []
    query: str | None = ""
    while query is not None:
        shown = ada.browse(f"/projects/{world.id}/activity{query}").text
        seen += seqs_in(shown)
        older = re.search(r'href="(\?[^"]*before=\d+)" data-older', shown)
        query = older[1].replace("&amp;", "&") if older else None
    assert seen == list(range(world.seq, 0, -1))


def test_it_is_filtered_by_person_card_and_kind(world: World, ada: Person, cast: Cast) -> None:
    world.do("card.update", by="bob", **card(world, "two", title="second"))
    mine = world.seq
    world.do("card.update", by="anna", **card(world, "two", version=2, title="zwei"))
    path = f"/projects/{world.id}/activity"
    assert mine in seqs_in(ada.browse(f"{path}?person={cast['bob'].id}").text)
    assert mine + 1 not in seqs_in(ada.browse(f"{path}?person={cast['bob'].id}").text)
    for wanted in ("2", "WEB-2", "web-2"):
        types = types_at(world, seqs_in(ada.browse(f"{path}?card={wanted}").text))
        assert types == ["card.updated", "card.updated", "card.created"]
    assert set(types_at(world, seqs_in(ada.browse(f"{path}?kind=board").text))) == {
        "column.created", "column.updated", "label.created",
    }  # fmt: skip
    both = seqs_in(ada.browse(f"{path}?kind=cards&person={cast['bob'].id}&card=2").text)
    assert both == [mine]


def types_at(world: World, seqs: list[int]) -> list[str]:
    types = {event["seq"]: event["type"] for event in world.events()}
    return [types[seq] for seq in seqs]


@pytest.mark.parametrize(
    "query", ["person=me", "card=x", "card=-1", "before=0x1", "after=1e3", "before=" + "9" * 30]
)
def test_an_invalid_filter_is_not_found(query: str, world: World, ada: Person) -> None:
    assert ada.browse(f"/projects/{world.id}/activity?{query}").status_code == 404


def test_a_filter_that_fits_nothing_shows_nothing(world: World, ada: Person) -> None:
    for query in (f"person={fresh_id()}", "card=999999999", "kind=dances"):
        shown = ada.browse(f"/projects/{world.id}/activity?{query}")
        assert shown.status_code == 200
        assert seqs_in(shown.text) == []


def test_newer_events_are_listed_without_a_gap(world: World, ada: Person) -> None:
    since = world.seq
    for number in range(PAGE_SIZE + 7):
        world.card("doing", f"card {number}")
    path = f"/projects/{world.id}/activity/items"
    first = ada.browse(f"{path}?after={since}")
    assert seqs_in(first.text) == list(range(since + PAGE_SIZE, since, -1))
    assert first.headers["x-more"] == "1"
    second = ada.browse(f"{path}?after={since + PAGE_SIZE}")
    assert seqs_in(second.text) == list(range(since + PAGE_SIZE + 7, since + PAGE_SIZE, -1))
    assert second.headers["x-more"] == "0"


def test_a_card_has_its_own_history(world: World, cleo: Person) -> None:
    world.do("card.move", **move(world, "one", "doing"))
    shown = cleo.browse(f"/projects/{world.id}/cards/1/history")
    assert types_at(world, seqs_in(shown.text)) == ["card.moved", "card.created"]
    assert cleo.browse(f"/projects/{world.id}/cards/999/history").status_code == 404


def test_a_new_name_of_the_project_does_not_lose_the_history_of_its_cards(world: World, ada: Person) -> None:
    world.do("project.update", id=world.id, key="NEW")
    assert len(seqs_in(ada.browse(f"/projects/{world.id}/cards/1/history").text)) == 1


# ── The audit ─────────────────────────────────────────────────────────────────────────────────────


def test_the_audit_says_who_and_from_where(world: World, anna: Person, bob: Person) -> None:
    address = Origin(address="192.0.2.7")
    assert bob.user is not None
    execute(bob.user, "card.update", card(world, "two", title="second"), origin=address)
    olga = User.objects.create_user("olga@example.com", display_name="Olga", is_staff=True)
    execute(olga, "project.update", {"id": world.id, "name": "Site"}, origin=Origin(via="admin"))
    shown = anna.browse(f"/projects/{world.id}/audit").text
    for words in ("192.0.2.7", "bob@example.com", "olga@example.com", "by an operator", "by an import"):
        assert words in shown
    assert "192.0.2.7" not in anna.browse(f"/projects/{world.id}/activity").text


# ── What it costs ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", ["activity", "audit", "activity/items", "cards/1/history"])
def test_a_page_of_many_events_needs_as_few_queries_as_one_of_few(page: str, cast: Cast, ada: Person) -> None:
    counts = []
    for times in (1, 30):
        world = build(cast)
        for turn in range(times):
            by = ("ada", "bob", "anna")[turn % 3]
            labels = list(world.labels.values())[: turn % 3]
            people = [cast[name].id for name in ("ada", "cleo")][: turn % 3]
            change = {"labelIds": labels, "assigneeIds": people, "title": f"t{turn}"}
            world.do("card.update", by=by, **card(world, "one", version=turn + 1, **change))
        ada.browse(f"/projects/{world.id}/{page}")
        with CaptureQueriesContext(connection) as seen:
            assert ada.browse(f"/projects/{world.id}/{page}").status_code == 200
        counts.append(len(seen))
    # A page of many entries does not reach back to the first ones.
    assert counts[1] <= counts[0] <= 16
