"""One stored item never takes a page away: odd items of every kind, in five time zones and two languages."""

import datetime as dt
import itertools
import logging
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from boards.models import Card, ChecklistItem, Column, Comment, Label
from boards.models.checklists import Checklist
from chat.models import Message
from core.guard import guarded
from core.ids import new_id
from core.instants import FIRST, LAST, displayable
from files.models import File
from notifications.models import Kind, Notification
from projects.models import Event, Project
from tests.support.people import Person
from tests.support.worlds import World

pytestmark = pytest.mark.hostile

ZONES = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC", "Asia/Kolkata", "America/St_Johns"]
DAY = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
BEGINNING = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
END = dt.datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=dt.UTC)
TEXTS = [
    "<![:>",
    "<a" * 2000,
    "<!--",
    "&#x110000; &#0;",
    "\u202eevil\u2069",
    "\u200b",
    "http://[",
    "[x](http://[::1)",
    "<http://[>",
    "%s %(x)s {0} {{ x }} {% x %}",
    "xn--a." * 22 + "-",
    "😀" * 50 + "\ud7ff",
]
ODD_EVENTS = [
    ("no.such.event", {}, {}),
    ("card.moved", {"number": 10**30, "columnId": "x"}, {"columnId": ["x", "y"]}),
    ("card.updated", {}, {"dueAt": ["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z"]}),
    ("card.updated", {"id": "x", "number": 1, "key": "K", "title": "t"}, {"dueAt": ["soon", None]}),
    ("chat.message.updated", {"id": "x"}, {"text": [None, 1]}),
    ("comment.updated", {"card": None}, {}),
    ("label.deleted", {"name": None}, {"undoes": [None, "x"]}),
    ("card.created", [], "x"),
    ("member.removed", 0, [[]]),
]


def pages(world: World) -> list[str]:
    project, number = f"/projects/{world.id}", Card.objects.get(pk=world.cards["four"]).number
    card = f"{project}/cards/{number}"
    return [
        *(
            "/projects",
            project,
            f"{project}/activity",
            f"{project}/audit",
            f"{project}/members",
            f"{project}/files",
        ),
        *(f"{project}/archive?state={state}" for state in ("archived", "deleted", "other")),
        *(
            f"{project}/files",
            card,
            f"{card}/dialog",
            f"{card}/face",
            f"{card}/history",
            f"{card}/descriptions",
        ),
        *(f"{project}/messages", f"{project}/messages/search?q=a", "/search?q=a", "/search/items?q=a"),
        *("/notifications", f"/api/v1/projects/{world.id}/board", f"/api/v1/projects/{world.id}/messages"),
        f"{project}/columns/{world.columns['doing']}/cards",
        *(f"/api/v1/projects/{world.id}/{log}" for log in ("events?since=0", "audit", "changes?since=0")),
        f"/api/v1/projects/{world.id}/changes?since=0&fragments=1",
    ]


def fill(world: World, texts: list[str], moment: dt.datetime = DAY) -> None:
    """Store the texts in turns, and `moment`, in every row that holds a text or a time of people."""
    text = itertools.cycle(texts)
    rows: dict[Any, dict[str, int]] = {
        Message.objects.filter(project_id=world.id): {"text": 4000},
        Card.objects.filter(project_id=world.id): {"title": 200, "description": 20_000},
        Comment.objects.filter(card__project_id=world.id): {"text": 4000},
        Checklist.objects.filter(card__project_id=world.id): {"name": 60},
        ChecklistItem.objects.filter(checklist__card__project_id=world.id): {"text": 500},
        Column.objects.filter(project_id=world.id): {"name": 60},
        File.objects.filter(project_id=world.id): {"name": 255, "content_type": 100},
        Project.objects.filter(pk=world.id): {"name": 80},
    }
    for query, fields in rows.items():
        for row in query:
            query.filter(pk=row.pk).update(**{name: next(text)[:length] for name, length in fields.items()})
    for label in Label.objects.filter(project_id=world.id):
        Label.objects.filter(pk=label.pk).update(name=f"{next(text)[:20]}{label.pk.hex[-6:]}")
    Card.objects.filter(project_id=world.id).update(start_at=None, due_at=moment, done_at=moment)
    ChecklistItem.objects.filter(checklist__card__project_id=world.id).update(due_at=moment)


def assert_pages_open(world: World, who: Person, among: Iterable[str] = ()) -> None:
    for page in among or pages(world):
        answer = who.browse(page)
        assert answer.status_code == 200, (page, answer.status_code, answer.text[:300])


def live_in(person: Person, zone: str, locale: str = "en") -> None:
    User.objects.filter(pk=person.id).update(time_zone=zone, locale=locale)


@pytest.mark.sqlite
@pytest.mark.parametrize("turn", range(3))
def test_every_page_opens_with_odd_texts_in_every_item(world: World, ada: Person, turn: int) -> None:
    world.do("chat.message", by="bob", projectId=world.id, text="Yes", replyToId=world.message)
    fill(world, TEXTS[turn:] + TEXTS[:turn])
    assert_pages_open(world, ada)


def test_a_reply_quotes_what_was_written_to_the_letter(world: World, ada: Person) -> None:
    message = world.do("chat.message", by="bob", projectId=world.id, text="<![:> List<String>")
    world.do("chat.message", by="bob", projectId=world.id, text="Yes", replyToId=message["id"])
    assert ada.browse(f"/projects/{world.id}").text.count("&lt;![:&gt; List&lt;String&gt;") >= 3


@pytest.mark.sqlite
@pytest.mark.parametrize("moment", [BEGINNING, END], ids=["year 1", "year 9999"])
def test_every_page_opens_with_a_time_that_a_zone_does_not_have(
    world: World, ada: Person, moment: dt.datetime
) -> None:
    fill(world, ["When?"], moment)
    live_in(ada, "Pacific/Kiritimati" if moment == END else "Pacific/Pago_Pago")
    assert_pages_open(world, ada)
    for number, zone in enumerate(ZONES):
        live_in(ada, zone, ("en", "ru")[number % 2])
        assert_pages_open(world, ada, [f"/projects/{world.id}", f"/projects/{world.id}/cards/4"])


@pytest.mark.parametrize("moment", [BEGINNING, END], ids=["year 1", "year 9999"])
def test_the_admin_opens_with_a_time_that_a_zone_does_not_have(world: World, moment: dt.datetime) -> None:
    fill(world, ["When?"], moment)
    operator = Client(raise_request_exception=False)
    olga = User.objects.create_user("olga@example.com", display_name="Olga", is_staff=True)
    operator.force_login(olga)
    for zone, locale in (("Pacific/Kiritimati", "en"), ("Pacific/Pago_Pago", "ru")):
        User.objects.filter(pk=olga.pk).update(time_zone=zone, locale=locale)
        for model in (Card, Checklist, ChecklistItem):
            where = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            paths = [reverse(f"{where}_changelist")]
            paths += [reverse(f"{where}_change", args=[row.pk]) for row in model._default_manager.all()[:2]]
            for path in paths:
                assert operator.get(path).status_code == 200, (path, zone)


@settings(
    max_examples=5, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1), min_size=9
    ),
    moment=st.datetimes(timezones=st.just(dt.UTC)),
    zone=st.sampled_from(ZONES),
    locale=st.sampled_from(["en", "ru"]),
)
def test_every_page_opens_whatever_is_stored(
    world: World, ada: Person, texts: list[str], moment: dt.datetime, zone: str, locale: str
) -> None:
    fill(world, texts, moment)
    live_in(ada, zone, locale)
    assert_pages_open(world, ada)


@pytest.mark.sqlite
def test_odd_events_are_shown_by_their_type_and_logged_with_their_place(
    world: World, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    project, actor = Project.objects.get(pk=world.id), User.objects.get(pk=ada.id)
    seq = project.last_seq
    for event_type, payload, changes in ODD_EVENTS:
        seq += 1
        event = Event.objects.create(
            project=project,
            seq=seq,
            type=event_type,
            actor=actor,
            event_id=new_id(),
            fingerprint="0",
            at=timezone.now(),
            payload=payload,
            changes=changes,
        )
        kind = Kind.DUE if event_type.startswith("card") else Kind.MENTIONED
        Notification.objects.create(user=actor, project=project, event=event, kind=kind, project_name="x")
    Project.objects.filter(pk=world.id).update(last_seq=seq)
    with caplog.at_level(logging.ERROR, logger="kanban.display"):
        assert_pages_open(world, ada)
        shown = ada.browse(f"/projects/{world.id}/activity").text
    assert "no.such.event" in shown
    assert "card.moved" in shown
    places = {record.__dict__["facts"]["id"] for record in caplog.records}
    assert f"{world.id}/{seq - len(ODD_EVENTS) + 2}" in places


ODD_CARD = {"id": "x", "number": 10**30, "columnId": "x", "assigneeIds": 1, "dueAt": "soon", "card": []}
ODD_CARDS: list[Any] = [None, 1, "x", {}, [None, 1, "x", []], [{}], [ODD_CARD]]
ODD_PAYLOADS: list[Any] = [
    {},
    [],
    {"columnId": "x"},
    {"columnId": None},
    {"columnId": {}},
    ODD_CARD,
    *[{"cards": cards} for cards in ODD_CARDS],
    {"id": [], "card": "x", "text": {}, "role": "king", "dueAt": []},
]


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", Kind.values)
def test_notifications_open_whatever_the_events_of_a_kind_hold(
    world: World, bob: Person, ada: Person, kind: str
) -> None:
    project, reader = Project.objects.get(pk=world.id), User.objects.get(pk=bob.id)
    types = [
        *Event.objects.filter(project=project).values_list("type", flat=True).distinct(),
        "cards.updated",
    ]
    rows = [
        Event(
            project=project,
            seq=project.last_seq + number,
            type=event_type,
            actor_id=ada.id,
            event_id=new_id(),
            fingerprint="0",
            at=timezone.now(),
            payload=payload,
            changes={"cards": payload["cards"]} if "cards" in payload else {},
        )
        for number, (event_type, payload) in enumerate(itertools.product(types, ODD_PAYLOADS), start=1)
    ]
    events = Event.objects.bulk_create(rows)
    notices = [Notification(user=reader, project=project, event=each, kind=kind) for each in events]
    Notification.objects.bulk_create(notices)
    ids = sorted(notice.pk for notice in notices)
    for before in ["", *(f"?before={pk}" for pk in ids[::45])]:
        assert_pages_open(world, bob, [f"/notifications{before}"])


def test_an_item_whose_markup_fails_appears_as_plain_text(world: World, ada: Person) -> None:
    Card.objects.filter(pk=world.cards["two"]).update(number=2**31 - 1, cover_id=None, title="Shown <anyway>")
    File.objects.filter(pk=world.files["photo"]).update(width=0)
    text = ada.browse(f"/projects/{world.id}").text
    assert "Shown &lt;anyway&gt;" in text
    assert "one" in text


def test_a_guard_passes_the_value_and_logs_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    assert guarded(lambda: "drawn", kind="card", pk=1, fallback=lambda: "plain") == "drawn"
    assert guarded(lambda: str(1 // 0), kind="card", pk=7, fallback=lambda: "plain") == "plain"
    assert caplog.records[-1].__dict__["facts"] == {"kind": "card", "id": "7"}


def test_times_beyond_the_bounds_are_shown_as_the_bound() -> None:
    assert displayable(BEGINNING) == FIRST
    assert displayable(END) == LAST
    assert displayable(None) is None
