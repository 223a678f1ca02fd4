"""The pages around the board: signing in and out, projects, members, error pages."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board
from tests.browser.support.forms import fill, press

PASSWORD = "a long walk to the harbour"


@pytest.fixture
def newcomer(window, request):
    """Register a new person by the form; returns the page and the e-mail address."""
    page = window()
    email = f"fay.{abs(hash(request.node.name)) % 10**9}@example.com"
    page.goto("/register")
    fill(page, Your_name="Fay Wray", **{"E-mail": email}, Password=PASSWORD)
    press(page, "Create account")
    return page, email


# ── Coming in ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_someone_new_registers_and_starts_a_project(newcomer):
    page, _ = newcomer
    expect(page.get_by_role("heading", name="Create your first project")).to_be_visible()
    page.get_by_role("link", name="New project").click()
    fill(page, Name="Harbour festival")
    press(page, "Create project")
    expect(page.get_by_role("heading", name="Harbour festival")).to_be_visible()
    expect(page.locator(".column__name")).to_have_text(["Todo", "In Progress", "Done"])
    page.get_by_role("link", name="Projects", exact=True).click()
    expect(page.get_by_role("link", name="Harbour festival")).to_be_visible()


@pytest.mark.sqlite
def test_someone_known_signs_in_and_out(newcomer):
    page, email = newcomer
    expect(page).to_have_url(re.compile("/projects$"))
    sign_out(page)
    expect(page).to_have_url(re.compile("/login$"))
    page.goto("/projects/new")
    expect(page).to_have_url(re.compile("/login"))
    fill(page, **{"E-mail": email}, Password=PASSWORD)
    press(page, "Sign in")
    expect(page).to_have_url(re.compile("/projects/new$"))


def sign_out(page):
    page.get_by_role("button", name="Your menu").click()
    press(page, "Sign out")


def test_a_wrong_password_is_told_without_saying_which_of_the_two_is_wrong(newcomer):
    page, email = newcomer
    sign_out(page)
    result = []
    for address in (email, "nobody.at.all@example.com"):
        fill(page, **{"E-mail": address}, Password="the wrong password")
        press(page, "Sign in")
        result.append(page.get_by_role("alert").inner_text())
        expect(page.get_by_label("E-mail")).to_have_value(address)
        expect(page.get_by_label("Password", exact=True)).to_have_value("")
    assert result[0] == result[1] != ""


def test_what_is_wrong_is_said_once_at_each_field_with_the_focus_in_the_first(window):
    page = window()
    page.goto("/register")
    fill(page, Your_name="Fay Wray", **{"E-mail": "no address"}, Password="short")
    press(page, "Create account")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("Enter a valid email address.")).to_have_count(1)
    email = page.get_by_label("E-mail", exact=True)
    expect(email).to_be_focused()
    expect(email).to_have_accessible_description("Enter a valid email address.")
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")


def test_a_password_can_be_shown(window):
    page = window()
    page.goto("/login")
    field = page.get_by_label("Password", exact=True)
    field.fill(PASSWORD)
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="password").click()
    expect(field).to_have_attribute("type", "password")


def test_signing_out_ends_the_other_tabs_too(window, ada, project):
    page = window(ada)
    Board(page, project).open()
    other = page.context.new_page()
    other.goto("/projects")
    sign_out(other)
    expect(page).to_have_url(re.compile("/login"))


# ── Projects and people ───────────────────────────────────────────────────────────────────────────


def test_the_project_list_shows_what_is_going_on(window, ada, bob, project):
    page = window(bob)
    page.goto("/projects")
    tile = page.get_by_role("listitem").filter(has_text="Lighthouse")
    expect(tile).to_contain_text("4 open cards")
    expect(tile.get_by_role("img")).to_have_count(2)
    expect(tile.locator("time")).to_have_text("just now")
    tile.get_by_role("link", name="Lighthouse").click()
    Board(page, project).expect_column("In Progress", "Call the boat")


def test_a_project_without_a_name_is_refused(window, ada):
    page = window(ada)
    page.goto("/projects/new")
    press(page, "Create project")
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_accessible_description("This field is required.")
    expect(page.get_by_text("This field is required.")).to_have_count(1)


@pytest.fixture
def link(window, ada, project):
    """Invitation link that ada created on the members page."""
    page = window(ada, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{project.path}/members")
    page.get_by_label("Role", exact=True).select_option("Member")
    press(page, "Create link")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".toast")).to_contain_text("copied", ignore_case=True)
    return page.evaluate("navigator.clipboard.readText()")


def test_an_invitation_brings_in_someone_who_has_an_account(window, link, ada, eve, project):
    adas = Board(window(ada), project).open()
    page = window(eve)
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text("Ada Lovelace invites you to")
    press(page, "Join the project")
    Board(page, project).expect_live()
    here = adas.page.get_by_role("group", name="Online now")
    expect(here.get_by_role("img", name="Eve Outside")).to_be_visible()


def test_an_invitation_brings_in_someone_new(window, link, project):
    page = window()
    page.goto(link)
    page.get_by_role("link", name="Create an account").click()
    fill(page, Your_name="Gustav Mahler", **{"E-mail": f"gustav.{project.id}@example.com"}, Password=PASSWORD)
    press(page, "Create account")
    press(page, "Join the project")
    Board(page, project).expect_live()
    expect(page.get_by_role("heading", name="Lighthouse")).to_be_visible()


def test_an_invitation_works_once(window, link, eve, cleo, project, browser_errors):
    page = window(eve)
    page.goto(link)
    press(page, "Join the project")
    Board(page, project).expect_live()
    browser_errors.expect("404")
    late = window(cleo)
    late.goto(link)
    expect(late.get_by_role("heading", name="This invitation no longer works")).to_be_visible()


def test_an_invitation_can_be_taken_back(window, ada, eve, project, browser_errors):
    link = project.invitation("viewer")["url"]
    page = window(ada)
    page.goto(f"{project.path}/members")
    press(page, "Revoke")
    expect(page.get_by_role("list", name="Pending invitations")).to_have_count(0)
    browser_errors.expect("404")
    other = window(eve)
    other.goto(link)
    expect(other.get_by_role("heading", name="This invitation no longer works")).to_be_visible()


def test_invitations_vanish_live_with_the_right_of_their_maker(window, ada, bob, project):
    role = {"role": "admin"}
    bob_here = f"/projects/{project.id}/members/{bob.id}"
    assert ada.patch(bob_here, role).is_success
    page = window(ada)
    page.goto(f"{project.path}/members")
    pending = page.get_by_role("list", name="Pending invitations")
    expect(pending).to_have_count(0)
    page.locator("#invite [name=email]").fill("still typing")
    made = bob.post(f"/projects/{project.id}/invitations", role)
    assert made.is_success
    expect(pending.get_by_role("listitem")).to_have_count(1)
    assert ada.patch(bob_here, {"role": "member"}).is_success
    expect(pending).to_have_count(0)
    expect(page.get_by_label("Role of Bob Marley")).to_have_value("member")
    expect(page.locator("#invite [name=email]")).to_have_value("still typing")


def row(page, name):
    return page.get_by_role("listitem").filter(has_text=name)


def test_an_owner_changes_roles_and_removes_people(window, ada, bob, cleo, project):
    project.welcome(cleo)
    page = window(ada)
    page.goto(f"{project.path}/members")
    with page.expect_navigation():
        page.get_by_label("Role of Bob Marley").select_option("Admin")
    expect(page.get_by_label("Role of Bob Marley")).to_have_value("admin")
    press(page, "Remove Cleo Kyiv")
    expect(row(page, "Cleo Kyiv")).to_have_count(0)
    roles = {member["displayName"]: member["role"] for member in project.board()["members"]}
    assert roles == {"Ada Lovelace": "owner", "Bob Marley": "admin"}


def test_the_last_owner_stays(window, ada, project):
    page = window(ada)
    page.goto(f"{project.path}/members")
    page.get_by_label("Role of Ada Lovelace").select_option("Viewer")
    expect(page.locator(".toast")).to_contain_text("owner")
    expect(page.get_by_label("Role of Ada Lovelace")).to_have_value("owner")


def test_a_member_sees_people_and_may_leave(window, bob, project):
    page = window(bob)
    page.goto(f"{project.path}/members")
    expect(page.get_by_role("heading", name="Invite")).to_have_count(0)
    expect(page.get_by_role("main").get_by_text("@example.com")).to_have_count(0)
    press(page, "Leave")
    expect(page.get_by_role("heading", name="Create your first project")).to_be_visible()


# ── When it goes wrong ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path", ["/nowhere", "/projects/01a207ac-c788-7342-8cd4-4379c80478f0", "/invitations/x"]
)
def test_what_is_not_there_is_said_kindly(window, eve, path, browser_errors):
    browser_errors.expect("404")
    page = window(eve)
    answer = page.goto(path)
    assert answer.status == 404
    page.get_by_role("link", name="Go to your projects").click()
    expect(page).to_have_url(re.compile("/projects$"))


def test_an_outsider_learns_nothing_of_a_project(window, eve, project, browser_errors):
    browser_errors.expect("404")
    page = window(eve)
    for path in ("", "/members", "/cards/1"):
        assert page.goto(project.path + path).status == 404
        expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
        assert "Lighthouse" not in page.content()


def test_a_form_that_is_too_old_is_said_kindly(window, browser_errors):
    browser_errors.expect("403")
    page = window()
    page.goto("/login")
    page.context.clear_cookies()
    fill(page, **{"E-mail": "fay@example.com"}, Password=PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="This form has expired")).to_be_visible()
