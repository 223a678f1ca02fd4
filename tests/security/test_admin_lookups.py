"""What operators may filter and search by in the admin: a list for each model, and nothing beside it."""

import itertools
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Field, Model
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.admin_base import SEARCH_LENGTH, ListedLookupsAdmin
from accounts.models import User
from tests.security.test_odd_queries import DAYS, IDS, NUMBERS, TEXTS
from tests.support.worlds import World

pytestmark = [pytest.mark.django_db, pytest.mark.hostile]

LOOKUPS = {
    "accounts.User": {"is_active__exact", "is_staff__exact"},
    "admin.LogEntry": {
        *("action_time__gte", "action_time__lt"),
        *("content_type__id__exact", "content_type__isnull"),
    },
    "boards.Board": set(),
    "boards.Card": {"state", "project__id__exact"},
    "boards.Checklist": set(),
    "boards.ChecklistItem": {"done__exact"},
    "boards.Column": {"state", "project__id__exact"},
    "boards.Comment": {"state", "project__id__exact"},
    "boards.Label": {"color__exact", "project__id__exact"},
    "chat.Message": {"state", "project__id__exact"},
    "files.File": {"state", "project__id__exact"},
    "projects.Event": {"project", "person", "since", "until", "type", "door", "project__id__exact"},
    "projects.Invitation": {"role__exact"},
    "projects.Membership": {"role__exact", "project__id__exact"},
    "projects.Project": {"state"},
}
SECRETS = ("password", "token_hash", "session_key", "fingerprint", "token_version")
KINDS = ("", "__exact", "__startswith", "__regex", "__gt", "__in", "__isnull")
PAGES = sorted(admin.site._registry.values(), key=lambda page: page.opts.label)
SOUGHT = "pbkdf2canary"


@pytest.fixture
def operator(world: World) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("olga@example.com", display_name="Olga", is_staff=True))
    client.raise_request_exception = False
    return client


def list_of(page: ListedLookupsAdmin) -> str:
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")


def paths(model: type[Model], depth: int) -> list[str]:
    """Return the paths of lookups from `model` over its relations, forward and back."""
    found = []
    for field in model._meta.get_fields():
        name = field.name if isinstance(field, Field) else getattr(field, "get_accessor_name", str)() or ""
        found += [name, field.name]
        related = field.related_model
        if depth and isinstance(related, type):
            found += [f"{field.name}__{deeper}" for deeper in paths(related, depth - 1)]
    return found


def ids(pages: list[Any]) -> list[str]:
    return [page.opts.label for page in pages]


def test_each_model_of_the_admin_has_a_list_of_what_operators_may_filter_by() -> None:
    assert {page.opts.label: set(page.lookups) for page in PAGES} == LOOKUPS  # type: ignore[attr-defined]
    assert all(isinstance(page, ListedLookupsAdmin) for page in PAGES)
    assert all(page.date_hierarchy is None and not page.list_editable for page in PAGES)


def test_no_list_and_no_search_names_a_secret() -> None:
    for page in PAGES:
        for path in (*page.lookups, *page.search_fields):  # type: ignore[attr-defined]
            assert not any(secret in path for secret in SECRETS)


@pytest.mark.parametrize("listed", PAGES, ids=ids(PAGES))
def test_no_other_lookup_is_allowed(listed: ListedLookupsAdmin) -> None:
    tried = {f"{path}{kind}" for path, kind in itertools.product(paths(listed.model, 2), KINDS)}
    assert len(tried) > 50
    allowed = {lookup for lookup in tried if listed.lookup_allowed(lookup, SOUGHT)}
    assert allowed <= LOOKUPS[listed.opts.label]


@pytest.mark.parametrize("listed", PAGES, ids=ids(PAGES))
def test_a_lookup_that_is_not_listed_is_refused_before_any_query(
    listed: ListedLookupsAdmin, operator: Client
) -> None:
    columns = [field.name for field in listed.opts.concrete_fields]
    related = [
        "user__password__startswith",
        "project__members__user__password__regex",
        "created_by__password",
    ]
    for lookup in (*(f"{column}__startswith" for column in columns), *related, "password__regex"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = operator.get(list_of(listed), {lookup: SOUGHT})
        assert answer.status_code == 400, lookup
        assert not any(SOUGHT in query["sql"] for query in queries)


def test_the_hash_of_a_password_is_not_found_out_by_filtering(operator: Client, world: World) -> None:
    """Each guess of a character gets the same answer, right or wrong."""
    where = reverse("admin:accounts_user_changelist")
    person = User.objects.get(email="ada@example.com")
    person.set_password("a long walk to the harbour")
    person.save()
    for lookup, right in (("password__startswith", person.password[:20]), ("password__regex", "^.")):
        assert {operator.get(where, {lookup: guess}).status_code for guess in (right, "wrong")} == {400}


@pytest.mark.parametrize("listed", PAGES, ids=ids(PAGES))
def test_every_filter_that_a_page_offers_works(listed: ListedLookupsAdmin, operator: Client) -> None:
    shown = operator.get(list_of(listed)).context["cl"]
    offered = [
        choice["query_string"]
        for spec in shown.filter_specs
        for choice in spec.choices(shown)
        if "query_string" in choice
    ]
    for query in offered:
        assert operator.get(list_of(listed) + query).status_code == 200, query


@pytest.mark.parametrize("listed", PAGES, ids=ids(PAGES))
def test_odd_parameters_of_a_list_are_refused_or_ignored(
    listed: ListedLookupsAdmin, operator: Client
) -> None:
    odd = [
        *({"q": value} for value in ("x" * 5000, "a " * 2000, "\x00", "'\"", "\ud7ff")),
        *({"o": value} for value in ("99", "-1", "x", "9" * 400, "1.1.1.-1", "password")),
        *({"p": value} for value in ("0", "-1", "x", "9" * 30, "9" * 5000)),
        *({"e": "1"}, {"all": ""}, {"_popup": "1"}, {"_facets": "True"}),
    ]
    for query in odd:
        assert operator.get(list_of(listed), query).status_code in (200, 302), query
    for field in ("password", "email", "token_hash", "nothing", "\x00"):
        assert operator.get(list_of(listed), {"_to_field": field}).status_code == 400


@pytest.mark.parametrize("listed", PAGES, ids=ids(PAGES))
def test_odd_values_of_listed_lookups_are_refused_or_find_nothing(
    listed: ListedLookupsAdmin, operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows_alone = engines["django"].from_string("{{ cl.result_count }} {{ cl.result_list }}")
    monkeypatch.setattr(listed, "change_list_template", rows_alone)
    for lookup in listed.lookups:
        for value in (*DAYS, *NUMBERS, *TEXTS, *IDS):
            answer = operator.get(list_of(listed), {lookup: value})
            assert answer.status_code in (200, 302, 400), (lookup, value)


def test_a_row_is_opened_by_its_id_alone(operator: Client, world: World) -> None:
    person = User.objects.get(email="ada@example.com")
    for path in ("change", "history", "delete"):
        for field in ("password", "email"):
            answer = operator.get(f"/admin/accounts/user/{person.email}/{path}/", {"_to_field": field})
            assert answer.status_code in (302, 400, 403)


def test_a_long_search_is_cut_to_a_bounded_number_of_words(operator: Client) -> None:
    where = reverse("admin:projects_event_changelist")
    with CaptureQueriesContext(connection) as queries:
        assert operator.get(where, {"q": "a " * 3000}).status_code == 200
    assert max(len(query["sql"]) for query in queries) < 1000 * SEARCH_LENGTH


def test_views_that_search_or_open_any_model_are_not_served(operator: Client, world: World) -> None:
    autocomplete = {"app_label": "projects", "model_name": "membership", "field_name": "user", "term": "a"}
    assert operator.get("/admin/autocomplete/", autocomplete).status_code == 404
    for row in ("1/1", "9999999999999999999999/x", "x/\x00"):
        assert operator.get(f"/admin/r/{row}/").status_code == 404
    assert operator.get("/admin/jsi18n/").status_code == 200


def test_the_export_takes_the_same_lookups_as_the_list(operator: Client) -> None:
    where = reverse("admin:projects_event_export")
    assert operator.get(where, {"actor__password__startswith": "a"}).status_code == 400
    assert operator.get(where, {"answer__token": "a"}).status_code == 400
