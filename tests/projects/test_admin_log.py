"""The log of all projects in the admin: filters and export as CSV."""

import csv
import datetime as dt
import io

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import Event, Project
from projects.operator import log_export
from projects.operator.log_export import LogCsvResponse, escape_formula

pytestmark = pytest.mark.django_db

LIST = "/admin/projects/event/"


@pytest.fixture
def operator(world):
    client = Client()
    client.force_login(User.objects.create_user("olga@example.com", display_name="Olga", is_staff=True))
    return client


@pytest.fixture
def export(operator):
    def export(**query):
        answer = operator.get(reverse("admin:projects_event_export"), query)
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="events.csv"'
        text = b"".join(answer).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    return export


@pytest.fixture
def other(world):
    """Another project with one old event."""
    bob = User.objects.get(email="bob@example.com")
    project = Project.objects.create(name="Other", key="OTH", created_by=bob, last_seq=1)
    common = {"event_id": project.pk, "fingerprint": "f", "payload": {"name": "Other"}}
    at = dt.datetime(2020, 5, 1, 12, tzinfo=dt.UTC)
    return Event.objects.create(
        project=project, seq=1, type="project.created", actor=bob, at=at, via="import", **common
    )


QUERIES = [
    ({"project": "oth"}, 1),
    ({"project": "NONE"}, 0),
    ({"person": " Bob@example.com "}, 3),
    ({"person": "bob@example.com", "since": "2021-01-01T00:00"}, 2),
    ({"since": "2020-05-01T12:00", "until": "2020-05-01T12:01"}, 1),
    ({"until": "2020-05-01T12:00"}, 0),
    ({"project": "OTH", "type": "project.created", "door": "import"}, 1),
    ({"project": "OTH", "door": "admin"}, 0),
    ({"q": "OTH 1"}, 1),
]


@pytest.mark.parametrize(("query", "count"), QUERIES)
def test_the_list_and_the_table_are_narrowed_alike(operator, world, other, export, query, count):
    listed = operator.get(LIST, query).context["cl"].queryset
    assert listed.count() == count
    assert [row["event_id"] for row in export(**query)] == [str(event.event_id) for event in listed]


def test_projects_and_people_are_also_named_by_their_ids(world, other, export):
    assert {row["project_key"] for row in export(project=world.id)} == {"WEB"}
    assert len(export(project=str(other.project_id), person=str(other.actor_id))) == 1


@pytest.mark.parametrize("query", [{"since": "yesterday"}, {"until": "0001-01-01T00:00"}, {"person": "\x00"}])
def test_what_cannot_be_asked_shows_the_whole_log(operator, world, query):
    shown = operator.get(LIST, query, follow=True)
    assert (shown.status_code, shown.context["cl"].queryset.count()) == (200, world.seq)
    answer = operator.get(reverse("admin:projects_event_export"), query)
    assert (answer.status_code, answer.headers["location"]) == (302, LIST)


def test_the_page_keeps_what_is_asked_and_passes_it_on_to_the_table(operator, world, other):
    query = {"project": "OTH", "type": "project.created", "since": "2020-01-01T00:00", "q": "bob"}
    shown = operator.get(LIST, query).content.decode()
    assert 'name="project" value="OTH"' in shown
    assert 'value="2020-01-01T00:00"' in shown
    assert '<input type="hidden" name="type" value="project.created">' in shown
    assert '<input type="hidden" name="q" value="bob">' in shown
    assert "/admin/projects/event/export/?project=OTH&amp;" in shown


def test_the_table_has_what_the_log_has_but_nothing_deleted_since(world, export):
    row = next(row for row in export(project="WEB") if row["type"] == "chat.message.created")
    assert "Привет!" in row["payload"]
    assert (row["person"], row["project"]) == ("Bob Marley", "Website")
    world.do("chat.delete", id=world.message)
    rows = export(project="WEB")
    assert "Привет!" not in "".join(row["payload"] for row in rows)
    assert [int(row["seq"]) for row in rows] == list(range(world.seq, 0, -1))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]
)
def test_no_name_is_a_formula(world, export, text):
    assert escape_formula(text) == f"'{text}"
    Project.objects.filter(pk=world.id).update(name=text)
    assert export(project=world.id)[0]["project"] == f"'{text}"


@pytest.mark.parametrize("text", ["Website", "2026-11-23", "a=b", "", "'=1", '{"a": "=1"}'])
def test_other_texts_stay_as_they_are(text):
    assert escape_formula(text) == text


def test_a_long_log_is_sent_in_batches(world, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(log_export, "BATCH", 4)
    with django_assert_max_num_queries(world.seq):
        parts = list(LogCsvResponse(Event.objects.all()))
    assert len(parts) == 1 + -(-world.seq // 4)
    assert b"".join(parts).count(b"\r\n") == world.seq + 1


def test_a_server_of_the_other_kind_sends_the_same(world, monkeypatch):
    monkeypatch.setattr(log_export, "BATCH", 4)

    async def read():
        return [part async for part in LogCsvResponse(Event.objects.all())]

    assert async_to_sync(read)() == list(LogCsvResponse(Event.objects.all()))


def test_the_table_is_for_operators_and_only_read(operator, world, cast):
    where = reverse("admin:projects_event_export")
    assert operator.post(where).status_code == 405
    client = Client()
    client.force_login(cast["ada"].user)
    assert client.get(where, follow=True).status_code == 403
