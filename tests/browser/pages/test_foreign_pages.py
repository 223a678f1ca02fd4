"""Pages with third-party scripts: the admin, Swagger UI, the browsable API. The CSP applies there too."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from projects.models import Membership

ADMIN_PAGES = (
    "projects/project",
    "projects/event",
    "boards/card",
    "boards/column",
    "chat/message",
    "accounts/user",
)


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture
def staff(person):
    return person("Olga Operator", is_staff=True, is_superuser=True)


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_the_admin_works_under_the_strict_policy(window, project, staff, ada, scheme, path):
    ada.post(f"/projects/{project.id}/messages", {"text": "Morning!"})
    page: Page = window(staff, color_scheme=scheme)
    page.goto(f"/admin/{path}/")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("#content h1")).to_be_visible()
    assert font_of(page, "body").startswith("Inter")


def test_an_operator_archives_a_card_from_the_list(window, project, staff, ada):
    board = window(ada)
    board.goto(f"/projects/{project.id}")
    expect(board.get_by_text("Sweep the stairs")).to_be_visible()
    page = window(staff)
    page.goto(f"/admin/boards/card/?q=Sweep&project__id__exact={project.id}")
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option("archive")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".messagelist")).to_contain_text("1 card updated.")
    expect(board.get_by_text("Sweep the stairs")).to_be_hidden()


def test_an_operator_hands_a_project_over_and_takes_its_log_away(window, project, staff, bob):
    page = window(staff)
    page.goto(f"/admin/projects/project/{project.id}/change/")
    page.get_by_role("link", name="Transfer ownership").click()
    page.get_by_label("New owner").select_option(index=2)
    page.get_by_role("button", name="Transfer ownership").click()
    expect(page.locator(".messagelist")).to_contain_text("has been transferred")
    assert Membership.objects.get(project_id=project.id, role="owner").user == bob.user
    page.goto("/admin/projects/event/?door=admin")
    page.get_by_label("Project: key or id").fill(str(project.id))
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as CSV").click()
    assert saved.value.path().read_text("utf-8-sig").count("member.updated") == 2


def test_the_date_picker_of_the_admin_works(window, project, staff):
    page = window(staff)
    page.goto(f"/admin/boards/card/?project__id__exact={project.id}")
    page.locator("#result_list tbody th a").first.click()
    page.locator(".field-due_at .datetimeshortcuts a").filter(has_text="Today").click()
    page.locator(".field-due_at .datetimeshortcuts a").filter(has_text="Now").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")


def test_swagger_shows_every_path_and_sends_with_the_session(window, ada, scheme):
    page = window(ada, color_scheme=scheme)
    page.goto("/docs")
    expect(page.locator(".opblock").nth(30)).to_be_visible()
    operation = page.locator("#operations-projects-createProject")
    operation.locator(".opblock-summary-control").click()
    operation.locator(".try-out__btn").click()
    operation.locator("textarea.body-param__text").fill('{"name": "From the documentation"}')
    operation.locator(".execute").click()
    expect(operation.locator(".live-responses-table tbody .response-col_status")).to_contain_text("201")


def test_swagger_is_open_to_anyone(window, browser_errors):
    page = window()
    page.goto("/docs")
    expect(page.locator(".opblock").first).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/login\?next=/docs"))


def test_an_integrator_browses_from_the_front_page_to_a_card(window, project, ada, scheme):
    page = window(ada, color_scheme=scheme)
    page.goto("/api/v1/")
    page.get_by_role("link", name="/api/v1/projects").click()
    page.get_by_role("link", name=project.id).click()
    page.get_by_role("link", name="board").click()
    card = page.locator("pre a").filter(has_text="-")
    page.goto(card.nth(-1).get_attribute("href") or "")
    expect(page.locator("pre")).to_contain_text("HTTP 200 OK")


def test_a_card_is_posted_and_patched_as_raw_json(window, project, ada, browser_errors):
    browser_errors.expect("405", "400")  # the browser logs each error status itself
    page = window(ada)
    page.goto("/api/v1/cards")
    send(page, "POST", {"columnId": project.columns[0], "title": ""})
    expect(page.locator("output")).to_contain_text("HTTP 400")
    send(page, "POST", {"columnId": project.columns[0], "title": "From a form"})
    expect(page.locator("output")).to_contain_text("HTTP 201")
    card = json.loads(page.locator("output").inner_text().split("\n\n", 1)[1])
    page.goto(f"/api/v1/cards/{card['id']}")
    page.get_by_text(f"PATCH /api/v1/cards/{card['id']}").click()
    prepared = json.loads(page.locator("textarea").input_value())
    assert (prepared["version"], prepared["title"]) == (1, "From a form")
    send(page, "PATCH", {"version": 1, "title": "Changed"})
    expect(page.locator("form[data-method=PATCH] output")).to_contain_text('"version": 2')
    page.reload()
    page.get_by_text(f"DELETE /api/v1/cards/{card['id']}?version=2").click()
    page.get_by_role("button", name="DELETE").click()
    expect(page.locator("form[data-method=DELETE] output")).to_contain_text("HTTP 200")


def test_ctrl_enter_sends_a_form_of_the_api(window, project, ada):
    page = window(ada)
    page.goto(f"/api/v1/cards/{project.card('Oil the lamp')['id']}")
    form = page.locator("form[data-method=PATCH]")
    form.locator("xpath=..").evaluate("(details) => { details.open = true; }")
    form.locator("textarea").fill('{"version": 1, "title": "Oiled"}')
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.keyboard.down("Control")
    for _held in range(3):
        page.keyboard.down("Enter")
    expect(form.locator("output")).to_contain_text("HTTP 200")
    assert sent == ["PATCH"]


def test_nobody_signed_in_is_shown_the_way_in_and_no_form(window, browser_errors):
    browser_errors.expect("401")
    page = window()
    page.goto("/api/v1/projects")
    expect(page.locator("pre")).to_contain_text("unauthenticated")
    expect(page.locator("form")).to_have_count(0)
    page.get_by_role("link", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/login\?next=/api/v1/projects"))


def send(page: Page, method: str, body: dict[str, object]) -> None:
    form = page.locator(f"form[data-method={method}]")
    form.locator("textarea").fill(json.dumps(body))
    form.get_by_role("button", name=method).click()


def font_of(page: Page, selector: str) -> str:
    return page.eval_on_selector(selector, "it => getComputedStyle(it).fontFamily").strip('"')


def test_staff_alone_comes_into_the_admin(window, ada, browser_errors):
    browser_errors.expect("403")
    assert not User.objects.get(pk=ada.id).is_staff
    page = window(ada)
    page.goto("/admin/")
    expect(page.locator("#result_list")).to_have_count(0)
