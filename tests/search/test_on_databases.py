"""The table of queries, asked through REST, of every kind of text: the same on every database."""

from collections.abc import Iterator
from typing import Any

import pytest

from files.models import NAME_LENGTH as FILE_NAME_LENGTH
from files.models import File
from files.search.documents import INDEXED_FILES
from projects.models import Project
from projects.search.rebuild import write_documents
from tests.search.cases import CASES, ROWS
from tests.search.cases.rows import Row
from tests.support.people import Person
from tests.support.worlds import Cast, World, build_empty, new_file, rolled_back

FAR = 900_000
"""Numbers of cards, so that no query of the table is one."""

OTHER = "☂☂☂"
"""What else must be written stands for itself alone."""


@pytest.fixture
def world(cast: Cast) -> World:
    world = build_empty(cast)
    Project.objects.filter(pk=world.id).update(last_card=FAR)
    assert cast["bob"].token  # signed in before what each text rolls back
    return world


def put_everywhere(world: World, text: str) -> dict[str, str]:
    """Write the text in each place that a search looks at; return {place: id of the hit}."""
    other = world.card("todo", OTHER)["id"]
    in_checklist = world.card("todo", OTHER)["id"]
    checklist = world.do("checklist.create", cardId=in_checklist, name=OTHER)["id"]
    world.do("checklist_item.create", checklistId=checklist, text=text[:500])
    places = {
        "description": world.card("todo", OTHER, description=text)["id"],
        "checklist": in_checklist,
        "comment": world.do("comment.create", cardId=other, text=text)["id"],
        "message": world.do("chat.message", projectId=world.id, text=text)["id"],
    }
    if len(text) <= 200:
        places["title"] = world.card("todo", text)["id"]
    if len(text) <= 60:
        label = world.do("label.create", projectId=world.id, name=text, color="red")["id"]
        places["label"] = world.card("todo", OTHER, labelIds=[label])["id"]
    if len(text) <= FILE_NAME_LENGTH:
        places["file"] = new_file(world, "x")
        File.objects.filter(pk=places["file"]).update(name=text)
        write_documents(INDEXED_FILES, [File.objects.get(pk=places["file"]).pk])
    return places


def found(who: Person, text: str, **asked: Any) -> Iterator[str]:
    answer = who.site.client.get(
        f"{who.site.url}/api/v1/search",
        params={"q": text, **asked},
        headers={"authorization": f"Bearer {who.token}"},
    )
    assert answer.status_code == 200, (text, answer.text)
    return (hit["id"] for hit in answer.json()["results"])


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("kind", ROWS)
def test_a_query_finds_a_text_in_every_place_or_in_none(kind: str, world: World, bob: Person) -> None:
    wrong = [problem for row in ROWS[kind] for problem in problems(row, world, bob)]
    assert wrong == []


def problems(row: Row, world: World, who: Person) -> list[tuple[str, bool, list[str]]]:
    """Return (query, whether it should be found, places that differ) for the queries of a text."""
    wrong = []
    with rolled_back():
        places = put_everywhere(world, row.text)
        for query, is_found in row.queries():
            hits = set(found(who, query))
            differ = [place for place, pk in places.items() if (pk in hits) != is_found]
            if differ:
                wrong.append((query, is_found, differ))
    return wrong


@pytest.mark.sqlite
def test_the_chat_finds_what_the_search_finds(world: World, bob: Person) -> None:
    wrong = []
    for case in CASES[:: len(CASES) // 60]:
        with rolled_back():
            sent = world.do("chat.message", projectId=world.id, text=case.text)["id"]
            answer = bob.site.client.get(
                f"{bob.site.url}/api/v1/projects/{world.id}/messages",
                params={"q": case.query},
                headers={"authorization": f"Bearer {bob.token}"},
            )
            if ([each["id"] for each in answer.json()["results"]] == [sent]) != case.is_found:
                wrong.append(case)
    assert wrong == []
