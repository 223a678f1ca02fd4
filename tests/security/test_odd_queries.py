"""Odd dates, cursors and numbers in every query: an answer or a refusal, never an error of the server."""

import base64
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from boards.models import Card
from chat.models import Message
from tests.support.people import Person
from tests.support.worlds import World

pytestmark = [pytest.mark.sqlite, pytest.mark.hostile]

DAYS = [
    *("9999-12-31", "0001-01-01", "0000-00-00", "1969-12-31", "2200-01-01", "10000-01-01", "2026-02-30"),
    *("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-01-01T00:00:00 00:00", "2026-W01"),
    *("2026-01-01T00:00:00", "٢٠٢٦-٠١-٠١"),
]
NUMBERS = [
    "0",
    "-1",
    "9" * 19,
    str(2**63),
    str(2**64),
    "9" * 400,
    "1e9",
    "0x1",
    "٣",
    "²",
    "1.5",
    "+1",
    " 1",
    "NaN",
]
TEXTS = ["", "x", "\x00", "a\x00b", "'", "%", "\\", "~", "null", "[]", "\u202e", "\ufeff", "x" * 3000]
IDS = ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "0" * 32]
OFFSETS = ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "0001-01-01", "9999-12-31T23:59:59Z"]
ODD = [*DAYS, *NUMBERS, *TEXTS, *IDS]

PAGES = {
    "/projects/{w.id}": ["q", "label", "person", "due", "days"],
    "/projects/{w.id}/messages": ["before", "after", "around"],
    "/projects/{w.id}/messages/search": ["q", "author", "from", "to"],
    "/projects/{w.id}/archive": ["state", "q", "before"],
    "/projects/{w.id}/files": ["kind", "q", "before"],
    "/projects/{w.id}/activity": ["person", "card", "kind", "before", "after"],
    "/projects/{w.id}/activity/items": ["person", "card", "kind", "before", "after"],
    "/projects/{w.id}/audit": ["person", "card", "before"],
    "/projects/{w.id}/cards/1": ["before", "comment", "comments"],
    "/projects/{w.id}/columns/{column}/cards": ["after", "limit", "days"],
    "/notifications": ["before"],
    "/search": ["q", "in", "project"],
    "/search/items": ["q", "in", "project"],
    "/search/completions": ["word", "project", "kinds"],
    "/projects/{w.id}/cards/matching": ["q"],
    "/projects/new/key": ["name"],
}
LARGE = ("/projects/{w.id}", "/projects/{w.id}/cards/1")
LISTS = {
    "/projects": ["cursor", "limit"],
    "/projects/{w.id}/events": ["since", "limit"],
    "/projects/{w.id}/audit": ["since", "limit", "cursor"],
    "/projects/{w.id}/messages": ["before", "q", "cursor", "limit"],
    "/projects/{w.id}/cards": ["state", "cursor", "limit"],
    "/projects/{w.id}/files": ["kind", "cardId", "cursor", "limit"],
    "/projects/{w.id}/members": ["cursor", "limit"],
    "/projects/{w.id}/invitations": ["cursor", "limit"],
    "/projects/{w.id}/labels": ["cursor", "limit"],
    "/search": ["q", "in", "projectId", "limit"],
    "/cards/{card}/comments": ["cursor", "limit"],
}


def filled(path: str, world: World) -> str:
    card = Card.objects.get(pk=world.cards["one"])
    return path.format(w=world, column=card.column_id, card=card.pk)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_any_query(path: str, world: World, ada: Person, client: Client) -> None:
    client.force_login(ada.user)  # type: ignore[arg-type]
    client.raise_request_exception = False
    values = [*ODD, f"{DAYS[0]}T00:00Z~{IDS[0]}", *(f"{at}~{IDS[1]}" for at in OFFSETS)]
    names = PAGES[path]
    for number, name in enumerate(names):
        # The two largest pages take each value once, in one of their parameters.
        for value in values[number :: len(names)] if path in LARGE else values:
            answer = client.get(f"{filled(path, world)}?{name}={quote(value)}")
            assert answer.status_code in (200, 302, 400, 404), (name, value)


def encoded(position: str, *, offset: int | str = 0, reverse: int = 0) -> str:
    query = f"p={quote(position)}&o={offset}&r={reverse}"
    return base64.b64encode(query.encode()).decode()


@pytest.mark.parametrize("path", LISTS)
def test_a_list_answers_any_query(path: str, world: World, ada: Person) -> None:
    for name in LISTS[path]:
        values = list(ODD)
        if name == "cursor":
            values += [encoded(odd, reverse=way) for odd in [*DAYS, *NUMBERS, *IDS, *TEXTS] for way in (0, 1)]
            values += [encoded("", offset=number) for number in NUMBERS]
        for value in values:
            answer = ada.get(f"{filled(path, world)}?{name}={quote(value)}")
            assert answer.status_code in (200, 400, 404), (name, value)
            assert "code" in answer.json() or "results" in answer.json() or answer.status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"to": "9999-12-31"}, True),
        ({"from": "0001-01-01"}, True),
        ({"from": "0001-01-01", "to": "9999-12-31"}, True),
        ({"to": "0001-01-01"}, False),
        ({"from": "9999-12-31"}, False),
    ],
)
def test_a_search_between_far_days_finds_what_lies_between(
    query: dict[str, str], found: bool, world: World, ada: Person, client: Client
) -> None:
    client.force_login(ada.user)  # type: ignore[arg-type]
    answer: Any = client.get(f"/projects/{world.id}/messages/search", query)
    assert answer.status_code == 200
    assert Message.objects.filter(project_id=world.id, deleted_at=None).exists()
    assert ("#message-" in answer.content.decode()) is found


def test_a_cursor_of_another_person_shows_nothing_of_theirs(world: World, ada: Person, eve: Person) -> None:
    """A cursor holds a position in time, and no right to read."""
    first = ada.get(f"/projects/{world.id}/cards?limit=1").json()
    cursor = first["next"].partition("cursor=")[2].partition("&")[0]
    assert eve.get(f"/projects/{world.id}/cards?limit=1&cursor={cursor}").status_code == 404
    assert eve.get(f"/projects?limit=1&cursor={cursor}").json().get("results", []) == []
