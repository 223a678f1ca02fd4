"""Statements that are made once answer as the queryset does that they stand for, in either database."""

import datetime as dt
from typing import Any

import django
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import OuterRef, Subquery
from django.test.utils import CaptureQueriesContext

from accounts.models import BrowserSession, User
from core.ids import new_id
from core.sql.deferred import count_deferred, defer, deferring_writes
from core.sql.prepared import prepared, run_together
from core.sql.writes import Insert, Update, write

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

COVERED_DJANGO = (5, 2)
LONG_AGO = dt.datetime(2001, 2, 3, 4, 5, 6, 789_000, tzinfo=dt.UTC)


@prepared
def people(pk: Any) -> Any:
    return User.objects.filter(pk=pk)


@prepared
def names(since: Any) -> Any:
    return (
        User.objects.filter(created_at__gte=since).order_by("email").values_list("email", "created_at", "id")
    )


@prepared
def with_session(pk: Any, key: Any) -> Any:
    keys = BrowserSession.objects.filter(user=OuterRef("pk"), session_key=key).values("session_key")
    return User.objects.filter(pk=pk).annotate(session=Subquery(keys))


def test_django_has_the_version_whose_internals_these_tests_cover() -> None:
    """core/sql uses internals of Django: before a new version, read its changes to compilers and cursors."""
    assert django.VERSION[:2] == COVERED_DJANGO


@pytest.fixture
def ada() -> User:
    return User.objects.create(email="ada@example.com", display_name="Ada", password="!", created_at=LONG_AGO)


def test_a_statement_of_rows_answers_with_models(ada: User) -> None:
    [found] = people(pk=ada.pk)
    assert (type(found), found.pk, found.created_at) == (User, ada.pk, LONG_AGO)
    assert not found._state.adding
    assert people(pk=new_id()) == []


def test_a_statement_of_values_answers_with_tuples_of_python_s_own_kinds(ada: User) -> None:
    assert names(since=LONG_AGO) == [("ada@example.com", LONG_AGO, ada.pk)]
    assert names(since=LONG_AGO + dt.timedelta(milliseconds=1)) == []


def test_an_annotation_is_an_attribute(ada: User) -> None:
    BrowserSession.objects.create(user=ada, session_key="k")
    assert [each.session for key in ("k", "x") for each in with_session(pk=ada.pk, key=key)] == ["k", None]


def test_several_are_answered_in_order(ada: User) -> None:
    known, unknown, result = run_together(
        people.bind(pk=ada.pk), people.bind(pk=new_id()), names.bind(since=LONG_AGO)
    )
    assert ([each.pk for each in known], unknown, len(result)) == ([ada.pk], [], 1)


def test_a_queryset_is_built_once() -> None:
    built = []

    @prepared
    def counted(pk: Any) -> Any:
        built.append(pk)
        return User.objects.filter(pk=pk)

    for _ in range(3):
        counted(pk=new_id())
    assert len(built) == 1


def test_a_row_is_written_as_its_model_writes_it() -> None:
    eve = User(email="eve@example.com", display_name="Eve", password="!", created_at=LONG_AGO)
    write(Insert(eve))
    assert people(pk=eve.pk) == [eve]
    assert not eve._state.adding
    eve.display_name, eve.email, eve.last_login = "Eve Outside", "other@example.com", LONG_AGO
    write(Update(eve, ("display_name", "last_login")))
    eve.refresh_from_db()
    assert (eve.display_name, eve.email, eve.last_login) == ("Eve Outside", "eve@example.com", LONG_AGO)


def test_what_the_database_refuses_among_several_is_django_s_own_error(ada: User) -> None:
    twins = [User(email="twin@example.com", display_name="Twin", password="!") for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        write(*(Insert(twin) for twin in twins))
    assert people(pk=ada.pk) == [ada]


def test_the_error_of_a_deferred_insert_surfaces_in_the_next_statement(ada: User) -> None:
    twin = User(email=ada.email, display_name="Twin", password="!")
    reached: list[object] = []

    def defer_and_read() -> None:
        with transaction.atomic(), deferring_writes():
            defer(Insert(twin))
            reached.append(count_deferred())
            people(pk=ada.pk)
            reached.append("a later line")

    with pytest.raises(IntegrityError):
        defer_and_read()
    assert (reached, count_deferred(), people(pk=ada.pk)) == ([1], 0, [ada])


def test_what_is_asked_is_seen_by_who_counts_queries(ada: User) -> None:
    people(pk=ada.pk)
    with CaptureQueriesContext(connection) as seen:
        run_together(people.bind(pk=ada.pk), people.bind(pk=ada.pk))
    assert len(seen) == 2
    people(pk=ada.pk)


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_has_cursors_of_its_own(committed: None) -> None:
    for _ in range(2):
        assert run_together(people.bind(pk=new_id()), people.bind(pk=new_id())) == [[], []]
        connection.close()
