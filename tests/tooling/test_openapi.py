import re
import runpy

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from accounts.auth.tokens import issue_tokens
from accounts.models import User
from kanban.protocol_catalogue import command_routes, event_of, readable_path
from projects.registry import commands

UNDESCRIBED = {"/", "/schema"}  # the API's front page and the schema itself


@pytest.fixture(scope="module")
def description():
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture
def ada(db):
    return User.objects.create_user("ada@example.com", display_name="Ada Lovelace")


@pytest.fixture
def api(ada):
    client = APIClient()
    client.force_authenticate(ada)
    return client


@pytest.fixture
def project(api):
    return api.post("/api/v1/projects", {"name": "Website relaunch", "key": "WEB"}).data


@pytest.fixture
def board(api, project):
    return api.get(f"/api/v1/projects/{project['id']}/board").data


@pytest.fixture
def card(api, board):
    return api.post("/api/v1/cards", {"columnId": board["columns"][0]["id"], "title": "A headline"}).data


def test_the_description_is_openapi_3_1_and_made_without_a_warning(tmp_path):
    call_command("spectacular", fail_on_warn=True, validate=True, file=str(tmp_path / "schema.yml"))
    assert "openapi: 3.1" in (tmp_path / "schema.yml").read_text()


def test_the_types_of_the_browser_are_those_of_the_description(description):
    types = runpy.run_path(str(settings.BASE_DIR / "bin" / "types"))
    assert types["FILE"].read_text() == types["typescript"](description), "run bin/types"


def test_the_types_are_made_by_the_python_that_has_the_packages():
    types = runpy.run_path(str(settings.BASE_DIR / "bin" / "types"))
    assert types["PYTHON"] == settings.BASE_DIR / ".venv" / "bin" / "python"


def test_every_path_of_the_api_is_described(description):
    known = {path.removeprefix("/api/v1") for path in description["paths"]}
    assert known == set(paths(get_resolver().url_patterns)) - UNDESCRIBED


def test_every_command_has_a_path():
    public = {name for name, command in commands.items() if not command.internal}
    assert {route.command for route in command_routes()} == public


def test_every_command_says_its_name_its_role_and_its_event_at_its_path(description):
    for door in command_routes():
        operation = description["paths"][f"/api/v1{door.path}"][door.method.lower()]
        assert f"Command `{door.command}`" in operation["description"]
        assert event_of(commands[door.command]) in operation["description"]


def test_every_write_in_a_project_takes_an_idempotency_key(description):
    for door in command_routes():
        operation = description["paths"][f"/api/v1{door.path}"][door.method.lower()]
        assert "Idempotency-Key" in [parameter["name"] for parameter in operation["parameters"]], door


def test_a_description_is_no_inherited_docstring(description):
    for path, item in description["paths"].items():
        for operation in item.values():
            assert "`run` does a command" not in operation.get("description", ""), path


def test_what_a_change_needs_is_required(description):
    schemas = description["components"]["schemas"]
    assert schemas["UpdateCardBodyRequest"]["required"] == ["version"]
    assert set(schemas["MoveCardBodyRequest"]["required"]) == {"version", "columnId"}


def test_what_is_taken_back_is_named_in_a_body(description):
    taken_back = description["paths"]["/api/v1/messages/{id}/reactions"]["delete"]
    assert "React" in str(taken_back["requestBody"])
    assert "requestBody" not in description["paths"]["/api/v1/cards/{id}"]["delete"]


def test_no_body_takes_an_unknown_key_or_an_id_that_its_path_tells(description):
    for path, body in bodies(description):
        schema = description["components"]["schemas"][body["$ref"].rpartition("/")[2]]
        assert schema["additionalProperties"] is False
        assert not set(re.findall(r"\{(\w+)\}", path)) & set(schema["properties"]), path


def test_every_operation_can_be_refused_in_the_one_form(description):
    for item in description["paths"].values():
        for operation in item.values():
            assert "Refusal" in str(operation["responses"]["default"])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_anyone_may_read_the_description(client, db, language):
    answer = client.get("/api/v1/schema", headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


# ── Answers are as described ──────────────────────────────────────────────────────────────────────


def test_a_person_is_as_described(api, description):
    hold(description, "GET", "/me", api.get("/api/v1/me"))


def test_a_sign_in_is_as_described(client, description, ada):
    pair = issue_tokens(ada)
    refreshed = client.post("/api/v1/auth/refresh", {"refresh": pair["refresh"]}, "application/json")
    hold(description, "POST", "/auth/refresh", refreshed)


def test_projects_and_their_board_are_as_described(api, project, card, description):
    own = f"/api/v1/projects/{project['id']}"
    hold(description, "GET", "/projects", api.get("/api/v1/projects"))
    hold(description, "GET", "/projects/{id}", api.get(own))
    hold(description, "GET", "/projects/{projectId}/board", api.get(f"{own}/board"))
    hold(description, "GET", "/projects/{projectId}/cards", api.get(f"{own}/cards"))
    hold(description, "GET", "/projects/{id}/events", api.get(f"{own}/events"))
    hold(description, "GET", "/projects/{id}/audit", api.get(f"{own}/audit"))
    hold(description, "PATCH", "/projects/{id}", api.patch(own, {"name": "Site"}))
    hold(description, "DELETE", "/projects/{id}", api.delete(own))


def test_many_cards_are_as_described(api, project, board, description):
    column = board["columns"][0]["id"]
    made = api.post(f"/api/v1/columns/{column}/cards", {"titles": ["one", "two"]})
    hold(description, "POST", "/columns/{columnId}/cards", made)
    cards = [{"id": each["id"], "version": 1} for each in made.data["cards"]]
    path, body = (
        f"/api/v1/projects/{project['id']}/cards/bulk",
        {"cards": cards, "change": {"archived": False}},
    )
    hold(description, "POST", "/projects/{projectId}/cards/bulk", api.post(path, body))
    stale = api.post(path, body)
    assert len(stale.data["current"]["cards"]) == 2
    hold(description, "POST", "/projects/{projectId}/cards/bulk", stale)
    api.patch(f"/api/v1/cards/{cards[1]['id']}", {"version": 2, "dueAt": "2031-01-01T00:00:00Z"})
    done = api.post(f"/api/v1/columns/{column}/sort", {"by": "dueAt"})
    assert len(done.data["cards"]) == 2
    hold(description, "POST", "/columns/{id}/sort", done)


def test_an_undo_is_as_described(api, project, card, description):
    done = api.post(f"/api/v1/projects/{project['id']}/undo", {"seq": 2})
    hold(description, "POST", "/projects/{projectId}/undo", done)
    again = api.post(f"/api/v1/projects/{project['id']}/undo", {"seq": 2})
    assert again.data["code"] == "cannot_undo"
    hold(description, "POST", "/projects/{projectId}/undo", again)


def test_people_and_invitations_are_as_described(api, project, description):
    own = f"/api/v1/projects/{project['id']}"
    hold(description, "GET", "/projects/{projectId}/members", api.get(f"{own}/members"))
    made = api.post(f"{own}/invitations", {"role": "member"})
    hold(description, "POST", "/projects/{projectId}/invitations", made)
    hold(description, "GET", "/projects/{projectId}/invitations", api.get(f"{own}/invitations"))
    hold(
        description,
        "DELETE",
        "/projects/{projectId}/invitations/{id}",
        api.delete(f"{own}/invitations/{made.data['id']}"),
    )


def test_a_card_is_as_described_wherever_it_is_told(api, board, card, description):
    one = f"/api/v1/cards/{card['id']}"
    hold(description, "GET", "/cards/{id}", api.get(one))
    hold(description, "POST", "/cards/{id}/watch", api.post(f"{one}/watch"))
    hold(description, "DELETE", "/cards/{id}/watch", api.delete(f"{one}/watch"))
    hold(description, "PATCH", "/cards/{id}", api.patch(one, {"version": 1, "description": "Another"}))
    hold(description, "GET", "/cards/{id}/descriptions", api.get(f"{one}/descriptions"))
    aim = {"version": 2, "columnId": board["columns"][1]["id"]}
    hold(description, "POST", "/cards/{id}/move", api.post(f"{one}/move", aim))
    hold(description, "POST", "/cards/{id}/archive", api.post(f"{one}/archive", {"version": 3}))
    hold(description, "POST", "/cards/{id}/restore", api.post(f"{one}/restore", {"version": 4}))
    hold(description, "DELETE", "/cards/{id}", api.delete(f"{one}?version=5"))


def test_comments_are_as_described(api, card, description):
    own = f"/api/v1/cards/{card['id']}/comments"
    said = api.post(own, {"text": "Good, @Ada Lovelace"})
    one = f"/api/v1/comments/{said.data['id']}"
    hold(description, "POST", "/cards/{cardId}/comments", said)
    hold(description, "GET", "/cards/{cardId}/comments", api.get(own))
    hold(description, "PATCH", "/comments/{id}", api.patch(one, {"text": "Better"}))
    hold(description, "DELETE", "/comments/{id}", api.delete(one))


def test_checklists_are_as_described(api, card, description):
    own = f"/api/v1/cards/{card['id']}/checklists"
    made = api.post(own, {"name": "Steps"})
    checklist = f"/api/v1/checklists/{made.data['id']}"
    item = api.post(f"{checklist}/items", {"text": "First"})
    one = f"/api/v1/checklist-items/{item.data['id']}"
    hold(description, "POST", "/cards/{cardId}/checklists", made)
    hold(description, "POST", "/checklists/{checklistId}/items", item)
    hold(description, "GET", "/cards/{cardId}/checklists", api.get(own))
    hold(description, "PATCH", "/checklists/{id}", api.patch(checklist, {"name": "Plan"}))
    hold(description, "POST", "/checklists/{id}/move", api.post(f"{checklist}/move", {"after": None}))
    hold(description, "PATCH", "/checklist-items/{id}", api.patch(one, {"done": True}))
    hold(description, "POST", "/checklist-items/{id}/move", api.post(f"{one}/move", {}))
    hold(description, "POST", "/checklist-items/{id}/card", api.post(f"{one}/card", {}))
    again = api.post(f"{checklist}/items", {"text": "Second"}).data["id"]
    hold(description, "DELETE", "/checklist-items/{id}", api.delete(f"/api/v1/checklist-items/{again}"))
    hold(description, "DELETE", "/checklists/{id}", api.delete(checklist))


def test_columns_labels_and_messages_are_as_described(api, project, board, description):
    own, column = f"/api/v1/projects/{project['id']}", board["columns"][0]
    made = api.post("/api/v1/columns", {"projectId": project["id"], "name": "Review"})
    hold(description, "POST", "/columns", made)
    moved = api.post(f"/api/v1/columns/{column['id']}/move", {"version": 1, "after": made.data["id"]})
    hold(description, "POST", "/columns/{id}/move", moved)
    hold(description, "DELETE", "/columns/{id}", api.delete(f"/api/v1/columns/{made.data['id']}"))
    label = api.post(f"{own}/labels", {"name": "Bug", "color": "red"})
    hold(description, "POST", "/projects/{projectId}/labels", label)
    hold(description, "GET", "/projects/{projectId}/labels", api.get(f"{own}/labels"))
    said = api.post(f"{own}/messages", {"text": "Morning!"})
    hold(description, "POST", "/projects/{projectId}/messages", said)
    hold(description, "GET", "/projects/{projectId}/messages", api.get(f"{own}/messages"))
    reactions, answer = f"/api/v1/messages/{said.data['id']}/reactions", {"emoji": "👍"}
    hold(description, "POST", "/messages/{id}/reactions", api.post(reactions, answer))
    hold(description, "DELETE", "/messages/{id}/reactions", api.delete(reactions, answer))
    hold(description, "DELETE", "/messages/{id}", api.delete(f"/api/v1/messages/{said.data['id']}"))
    hold(description, "GET", "/projects/{id}/events", api.get(f"{own}/events"))


def test_a_refusal_is_as_described(api, card, description):
    for answer in (
        api.patch(f"/api/v1/cards/{card['id']}", {"version": 7, "title": "Late"}),
        api.patch(f"/api/v1/cards/{card['id']}", {"version": 1, "columnId": card["columnId"]}),
        api.get("/api/v1/cards/nothing"),
        api.get(f"/api/v1/projects/{card['projectId']}/messages?before={card['id']}"),
    ):
        hold(description, "PATCH", "/cards/{id}", answer)


# ── The same for people ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def people_api(ada):
    client = Client()
    client.force_login(ada)
    return lambda path: client.get(f"/api/v1{path}", headers={"Accept": "text/html"}).content.decode()


def test_what_can_be_read_is_linked_and_what_can_be_sent_is_a_form(people_api, project, board, card):
    assert f'href="/api/v1/projects/{project["id"]}"' in people_api("/projects")
    assert f'href="/api/v1/projects/{project["id"]}/board"' in people_api(f"/projects/{project['id']}")
    assert f'href="/api/v1/cards/{card["id"]}"' in people_api(f"/projects/{project['id']}/board")
    shown = people_api(f"/cards/{card['id']}")
    assert 'data-method="PATCH"' in shown
    assert f'data-url="/api/v1/cards/{card["id"]}?version=1"' in shown
    assert "&quot;title&quot;: &quot;A headline&quot;" in shown


def test_a_path_that_only_takes_writes_shows_its_form(people_api):
    shown = people_api("/cards")
    assert "method_not_allowed" in shown
    assert "&quot;columnId&quot;: &quot;&quot;" in shown


def test_text_from_people_is_only_text(people_api, api, card):
    api.patch(f"/api/v1/cards/{card['id']}", {"version": 1, "title": "<img src=x onerror=alert(1)>"})
    assert "<img src=x" not in people_api(f"/cards/{card['id']}")


def test_a_long_answer_is_shown_without_links(people_api, project, board, monkeypatch):
    monkeypatch.setattr("kanban.browsable.MAX_LINKED_BYTES", 10)
    shown = people_api(f"/projects/{project['id']}")
    assert project["name"] in shown
    assert f'href="/api/v1/projects/{project["id"]}">' not in shown.split("<pre")[1].split("</pre>")[0]


@pytest.mark.parametrize("path", ["/docs", "/api/v1/", "/api/v1/projects", "/api/v1/auth/login"])
def test_no_page_about_the_api_has_a_script_or_style_of_its_own(client, db, path):
    page = client.get(path, headers={"Accept": "text/html"}).content.decode()
    assert "<html" in page
    assert not re.findall(r"<script(?![^>]*\ssrc=)|<style| style=| on\w+=", page)


def hold(description, method, path, answer):
    """Validate a response against the schema: every key is described, and every described key is present."""
    responses = description["paths"][f"/api/v1{path}"][method.lower()]["responses"]
    expected = responses["default"] if answer.status_code >= 400 else responses[str(answer.status_code)]
    schema = expected["content"]["application/json"]["schema"]
    closed = {"components": {"schemas": {name: closing(part) for name, part in components(description)}}}
    problems = Draft202012Validator({**closed, **schema}).iter_errors(answer.json())
    assert [f"{list(problem.path)}: {problem.message}" for problem in problems] == []


def bodies(description):
    for path, item in description["paths"].items():
        for operation in item.values():
            if "application/json" in operation.get("requestBody", {}).get("content", {}):
                yield path, operation["requestBody"]["content"]["application/json"]["schema"]


def components(description):
    return description["components"]["schemas"].items()


def closing(schema):
    """Forbid additional properties, so that an undescribed key fails."""
    if "properties" not in schema or "additionalProperties" in schema:
        return schema
    return {**schema, "additionalProperties": False}


def paths(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from paths(pattern.url_patterns, route)
        elif route.startswith("api/v1/"):
            yield readable_path(re.sub(r"^api/v1/", "", route))
