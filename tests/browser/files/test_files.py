"""Files in the chat, on cards, and on the files page."""

import json
import re
import signal

import httpx
import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.board.test_offline import NO_NETWORK
from tests.browser.pages.test_accessibility import SIZES, expect_clean
from tests.browser.support.board import Board, expect_soon
from tests.browser.support.chat import Chat
from tests.browser.support.files import (
    drag_over,
    drop,
    notes,
    paste,
    picture,
    program,
    slow_down,
    speed_up,
    upload,
)
from tests.browser.support.people import json_of
from tests.browser.support.projects import Project
from tests.support.people import API, Person

REFUSED = r"status of 415"
TOP = "(node) => node.getBoundingClientRect().top"


@pytest.fixture
def adas(window, ada, project):
    return Chat(window(ada), project).open()


@pytest.fixture
def bobs(window, bob, project):
    return Chat(window(bob), project).open()


@pytest.fixture
def card(window, ada, project):
    """A card opened over the board."""
    board = Board(window(ada), project).open()
    board.link("Oil the lamp").click()
    sheet = board.page.get_by_role("dialog", name="Oil the lamp")
    expect(sheet.get_by_role("heading", name="Files")).to_be_visible()
    return sheet


def attach(chat: Chat, *files: FilePayload) -> None:
    chat.page.set_input_files("kr-chat [data-file-input]", list(files))


def send_file(person: Person, project: Project, file: FilePayload) -> str:
    """Upload a file over the API; return its id."""
    answer = httpx.post(
        f"{person.site.url}{API}/files?project_id={project.id}",
        files={"file": (file["name"], file["buffer"], file["mimeType"])},
        headers={"authorization": f"Bearer {person.token}"},
    )
    return json_of(answer)["id"]


def names(page: Page) -> list[str]:
    return page.locator("[data-files] .file").evaluate_all("(all) => all.map((link) => link.title)")


# ── The chat ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_three_are_dropped_at_once_and_one_is_refused(adas, bobs, browser_errors):
    browser_errors.expect(REFUSED)
    page = adas.page
    slow_down(page)
    data = drag_over(adas.panel, picture(), notes(size=300_000), program())
    expect(page.get_by_text("Drop to send to the chat")).to_be_visible()
    adas.log.dispatch_event("drop", {"dataTransfer": data})
    expect(page.get_by_text("Drop to send to the chat")).to_be_hidden()
    expect(page.locator(".upload")).to_have_count(3)
    progress = upload(page, "notes.txt").get_by_role("progressbar")
    expect(upload(page, "notes.txt")).to_contain_text(re.compile(r"\d+ KB of 293 KB"))
    expect_soon(lambda: progress.evaluate("(bar) => bar.value"), lambda at: 0 < at < 100, page)
    expect(upload(page, "setup.exe")).to_contain_text(
        "Programs and installers can’t be uploaded. Share a link to the download instead."
    )
    expect(upload(page, "setup.exe").get_by_role("button", name="Retry")).to_be_hidden()
    for name in ("hero.png", "notes.txt"):
        expect(upload(page, name)).to_have_attribute("data-state", "done")

    adas.say("TableScan")
    expect(adas.notice).to_have_text("setup.exe can’t be uploaded. Remove it, then send.")
    page.get_by_role("button", name="Remove setup.exe").click()
    adas.field.press("Enter")
    bobs.expect_sent("TableScan")
    expect(page.locator(".upload")).to_have_count(0)
    for chat in (adas, bobs):
        expect(chat.all.locator(".picture img")).to_have_js_property("complete", True)
        expect(chat.all.locator(".file")).to_have_attribute("title", "notes.txt")


def test_uploads_are_announced_to_screen_readers(adas, browser_errors):
    browser_errors.expect(REFUSED)
    attach(adas, notes(), program())
    expect(adas.board.announced).to_contain_text(
        "setup.exe was not uploaded. Programs and installers can’t be uploaded."
    )
    expect(adas.page.get_by_role("list", name="Uploads").get_by_role("listitem")).to_have_count(2)


def test_a_pasted_picture_goes_along_and_pasted_words_stay_words(adas, bobs):
    paste(adas.field, picture("image.png"))
    expect(adas.page.locator(".upload")).to_have_attribute("title", re.compile(r"^Pasted \d{4}-.*\.png$"))
    expect(adas.page.locator(".upload")).to_have_attribute("data-state", "done")
    adas.field.press("Enter")
    expect(bobs.all.locator(".picture")).to_have_count(1)


def test_a_file_of_a_file_manager_is_attached_and_a_picture_of_words_is_not(adas):
    paste(adas.field, picture("image.png"), text="Lamp", html="<p>Lamp</p>")
    paste(adas.field, notes("plan.txt"), text="plan.txt")
    expect(adas.page.locator(".upload")).to_have_count(1)
    expect(adas.page.locator(".upload")).to_have_attribute("title", "plan.txt")


def test_sending_waits_for_what_is_on_its_way(adas, bobs):
    session = slow_down(adas.page)
    attach(adas, notes(size=400_000))
    adas.say("With notes")
    expect(adas.notice).to_have_text("Will be sent once the files are uploaded.")
    expect(adas.all).to_have_count(0)
    speed_up(session)
    bobs.expect_sent("With notes")
    expect(bobs.all.locator(".file")).to_have_count(1)
    expect(adas.field).to_have_value("")
    expect(adas.notice).to_be_hidden()


def test_a_message_shows_its_files_before_the_server_has_it(adas):
    attach(adas, picture(), notes())
    expect(upload(adas.page, "hero.png")).to_have_attribute("data-state", "done")
    expect(upload(adas.page, "notes.txt")).to_have_attribute("data-state", "done")
    adas.page.evaluate("document.querySelector('kr-board').page.socket.options.onState('waiting');0")
    adas.say("")
    pending = adas.page.locator(".msg[data-state=pending]")
    expect(pending.locator(".picture img")).to_have_attribute("width", "480")
    expect(pending.locator(".file__size")).to_have_text("900 B")


def test_a_cancelled_upload_leaves_nothing(adas, project):
    session = slow_down(adas.page)
    attach(adas, notes(size=5_000_000), picture())
    adas.page.get_by_role("button", name="Cancel the upload of notes.txt").click()
    speed_up(session)
    expect(adas.page.locator(".upload")).to_have_attribute("title", "hero.png")
    expect(adas.page.locator(".upload")).to_have_attribute("data-state", "done")
    assert [event["payload"]["name"] for event in project.events("file.uploaded")] == ["hero.png"]


def test_what_is_taken_out_again_is_deleted(adas, project):
    attach(adas, notes())
    adas.page.get_by_role("button", name="Remove notes.txt").click()
    expect(adas.page.locator(".upload")).to_have_count(0)
    expect_soon(lambda: len(project.events("file.deleted")), lambda n: n == 1, adas.page)


def test_an_upload_that_is_cut_is_sent_again_by_itself_and_is_one_file(adas, project, browser_errors):
    """The database is away, then the response to a success is lost."""
    browser_errors.expect("status of 503", "ERR_FAILED")
    away = {"code": "unavailable", "detail": "The database is away.", "retryAfter": 1}
    tries = []

    def cut(route: Route) -> None:
        tries.append(route.request.headers["idempotency-key"])
        if len(tries) == 1:
            route.fulfill(status=503, content_type="application/json", body=json.dumps(away))
        elif len(tries) == 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    adas.page.route("**/api/v1/files?*", cut)
    attach(adas, notes())
    expect(upload(adas.page, "notes.txt")).to_contain_text("Interrupted. Trying again…")
    expect(upload(adas.page, "notes.txt")).to_have_attribute("data-state", "done")
    assert (len(tries), len(set(tries)), len(project.events("file.uploaded"))) == (3, 1, 1)


def test_a_message_with_a_file_comes_through_a_restart(adas, bobs, server, project, browser_errors):
    browser_errors.expect(*NO_NETWORK, "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET")
    slow_down(adas.page)
    attach(adas, notes(size=600_000))
    expect(upload(adas.page, "notes.txt")).to_have_attribute("data-state", "sending")
    server.stop(signal.SIGKILL)
    adas.say("Through it")
    expect(adas.notice).to_contain_text("Will be sent once the files are uploaded.")
    server.start().wait()
    bobs.expect_sent("Through it", within=30)
    server.new_log()
    assert (len(project.events("file.uploaded")), len(project.events("chat.message.created"))) == (1, 1)


def test_what_a_reload_cuts_off_is_named(adas):
    slow_down(adas.page)
    attach(adas, notes(size=600_000))
    expect(upload(adas.page, "notes.txt")).to_have_attribute("data-state", "sending")
    adas.page.reload()
    adas.expect_ready()
    expect(upload(adas.page, "notes.txt")).to_contain_text("Not finished when the page was closed.")
    upload(adas.page, "notes.txt").get_by_role("button", name="Remove").click()
    expect(adas.page.locator(".upload")).to_have_count(0)


def test_what_is_up_survives_a_reload(adas, bobs):
    attach(adas, picture())
    expect(upload(adas.page, "hero.png")).to_have_attribute("data-state", "done")
    adas.page.reload()
    adas.expect_ready()
    expect(upload(adas.page, "hero.png")).to_have_attribute("data-state", "done")
    adas.say("Still here")
    bobs.expect_sent("Still here")
    expect(bobs.all.locator(".picture")).to_have_count(1)
    adas.page.reload()
    adas.expect_ready()
    expect(adas.page.locator(".upload")).to_have_count(0)


def test_too_large_and_too_many_are_told_at_once(adas):
    attach(adas, notes("large.txt", 10 * 1024 * 1024 + 1), {**notes("none.txt"), "buffer": b""})
    expect(upload(adas.page, "large.txt")).to_contain_text("Larger than the limit of 10 MB.")
    expect(upload(adas.page, "none.txt")).to_contain_text("The file is empty.")
    attach(adas, *(notes(f"page {i}.txt", 10) for i in range(9)))
    expect(upload(adas.page, "page 8.txt")).to_contain_text("At most 10 files in one message.")


def test_while_a_thumbnail_is_not_made_its_file_has_an_icon(window, ada, project, browser_errors):
    browser_errors.expect("status of 503")
    send_file(ada, project, picture())
    page = window(ada)
    page.route("**/thumbnail", lambda route: route.fulfill(status=503))
    page.goto(f"{project.path}/files")
    icon, image = page.locator(".file__icon .icon"), page.locator(".file__icon img")
    expect(icon).to_be_visible()
    expect(image).to_be_hidden()
    page.unroute("**/thumbnail")
    expect(image).to_be_visible(timeout=20_000)
    expect(icon).to_be_hidden()


def test_nothing_jumps_when_a_picture_comes(adas, bobs):
    bobs.page.route("**/thumbnail", lambda route: None)
    attach(adas, picture(width=900, height=1200))
    expect(upload(adas.page, "hero.png")).to_have_attribute("data-state", "done")
    adas.say("Above")
    adas.say("Below")
    bobs.expect_sent("Above", "Below")
    before = bobs.message("Above").bounding_box()
    bobs.page.unroute("**/thumbnail")
    bobs.page.evaluate("document.querySelector('.picture img').src += '?again'")
    expect(bobs.all.locator(".picture img")).to_have_js_property("complete", True)
    expect_soon(
        lambda: bobs.page.evaluate("document.querySelector('.picture img').naturalWidth"), bool, bobs.page
    )
    assert bobs.message("Above").bounding_box() == before


def test_a_viewer_reads_files_and_brings_none(window, cleo, adas, project):
    project.welcome(cleo, "viewer")
    attach(adas, notes())
    expect(upload(adas.page, "notes.txt")).to_have_attribute("data-state", "done")
    adas.say("Read this")
    cleos = Chat(window(cleo), project).open()
    cleos.expect_sent("Read this")
    drop(cleos.panel, picture())
    expect(cleos.page.locator(".upload")).to_have_count(0)
    cleos.all.locator(".file").click()
    with cleos.page.expect_download() as download:
        cleos.page.get_by_role("dialog", name="notes.txt").get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "notes.txt"


# ── A card ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_files_of_a_card_are_seen_by_all_and_one_becomes_its_cover(
    card, window, bob, project, browser_errors
):
    browser_errors.expect(REFUSED)
    bobs = Board(window(bob), project).open()
    drop(card, picture(), notes(), program())
    rows = card.locator("[data-card-files] .file")
    expect(rows).to_have_count(2)
    expect(card.locator(".upload")).to_have_attribute("title", "setup.exe")
    expect(bobs.card("Oil the lamp").get_by_role("img", name="2 files")).to_be_visible()

    card.get_by_role("button", name="hero.png: use as cover").click()
    cover = bobs.card("Oil the lamp").locator(".card__cover")
    expect(cover).to_be_visible()
    card.get_by_role("button", name="hero.png: remove cover").click()
    expect(cover).to_have_count(0)

    card.get_by_role("button", name="notes.txt: remove from card").click()
    expect(rows).to_have_count(1)
    card.get_by_role("button", name="Undo").last.click()
    expect(rows).to_have_count(2)
    bobs.expect_fresh(window(bob))


def test_a_picture_is_pasted_into_a_card(card):
    paste(card, picture("image.png"))
    expect(card.locator("[data-card-files] .file")).to_have_attribute("title", re.compile("^Pasted "))


def test_files_go_up_after_their_card_is_closed(card, project):
    page = card.page
    session = slow_down(page)
    page.set_input_files("#card-dialog [data-file-input]", [notes(size=300_000)])
    expect(card.locator(".upload")).to_have_attribute("data-state", "sending")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    speed_up(session)
    expect(Board(page, project).card("Oil the lamp").get_by_role("img", name="1 file")).to_be_visible()
    Board(page, project).link("Oil the lamp").click()
    expect(card.locator("[data-card-files] .file")).to_have_count(1)
    expect(card.locator(".upload")).to_have_count(0)


def test_a_message_with_files_becomes_a_card_with_them(adas, project):
    attach(adas, picture())
    expect(upload(adas.page, "hero.png")).to_have_attribute("data-state", "done")
    adas.say("Draw this")
    adas.expect_sent("Draw this")
    adas.choose("Draw this", "Create a card")
    expect(adas.board.card("Draw this").get_by_role("img", name="1 file")).to_be_visible()


# ── Looking at pictures ───────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_pictures_are_walked_by_keyboard(adas):
    attach(adas, picture("one.png"), picture("two.png"), picture("three.png"))
    expect(adas.page.locator(".upload[data-state=done]")).to_have_count(3)
    adas.say("")
    expect(adas.page.locator(".msg:not([data-state]) .picture")).to_have_count(3)
    page = adas.page
    page.locator(".picture").nth(1).focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog", name="two.png")
    expect(viewer.get_by_role("img", name="two.png")).to_be_visible()
    expect(viewer).to_contain_text("2 of 3")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog", name="three.png")).to_contain_text("3 of 3")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Next file")).to_be_disabled()
    page.keyboard.press("Home")
    expect(page.get_by_role("dialog", name="one.png")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "one.png"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".picture").first).to_be_focused()


def test_a_picture_over_a_card_leaves_the_card_open(card):
    drop(card, picture())
    card.locator("[data-card-files] .file").click()
    expect(card.page.get_by_role("dialog", name="hero.png")).to_be_visible()
    card.page.keyboard.press("Escape")
    expect(card).to_be_visible()
    expect(card.locator("[data-card-files] .file")).to_be_focused()


# ── The page of all files ─────────────────────────────────────────────────────────────────────────


@pytest.mark.sqlite
def test_the_page_of_files_lives_in_two_windows(window, ada, bob, project):
    adas, bobs = window(ada), window(bob)
    for page in (adas, bobs):
        page.goto(f"{project.path}/files")
        expect(page.get_by_text("No files yet")).to_be_visible()
    drop(adas.locator("body"), picture(), notes())
    for page in (adas, bobs):
        expect(page.locator("[data-files] .file")).to_have_count(2)
        expect(page.get_by_text("of 1 GB used")).to_be_visible()
    expect(bobs.get_by_role("button", name="Delete")).to_have_count(0)

    adas.get_by_role("button", name="Delete notes.txt…").click()
    question = adas.get_by_role("dialog", name="Delete “notes.txt”?")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    adas.keyboard.press("Escape")
    expect(question).to_be_hidden()
    adas.get_by_role("button", name="Delete notes.txt…").click()
    question.get_by_role("button", name="Delete").click()
    for page in (adas, bobs):
        expect(page.locator("[data-files] .file")).to_have_count(1)
        assert names(page) == ["hero.png"]


def test_files_are_found_by_kind_and_words(window, bob, project):
    for file in (picture("Sea view.png"), picture("Harbour.png"), notes("Sea log.txt")):
        send_file(bob, project, file)
    page = window(bob)
    page.goto(f"{project.path}/files")
    assert names(page) == ["Sea log.txt", "Harbour.png", "Sea view.png"]
    page.get_by_label("Search by name").fill("sea")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=sea"))
    assert names(page) == ["Sea log.txt", "Sea view.png"]
    page.get_by_role("link", name="Pictures").click()
    expect(page).to_have_url(re.compile("kind=image"))
    assert names(page) == ["Sea view.png"]
    send_file(bob, project, picture("Sea map.png"))
    expect(page.locator("[data-files] .file")).to_have_count(2)
    page.get_by_role("link", name="Video").click()
    page.get_by_role("link", name="Show all files").click()
    expect(page.locator("[data-files] .file")).to_have_count(4)


def test_the_page_of_files_works_without_scripts(window, bob, project):
    page = window(bob, java_script_enabled=False)
    page.goto(f"{project.path}/files")
    page.get_by_label("A new file").set_input_files([notes()])
    page.locator("noscript").get_by_role("button", name="Upload").click()
    expect(page.locator("[data-files] .file")).to_have_count(1)
    page.get_by_label("A new file").set_input_files([program()])
    page.locator("noscript").get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Programs and installers can’t be uploaded.")).to_be_visible()
    page.get_by_role("button", name="Delete notes.txt…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No files yet")).to_be_visible()


def test_a_removed_person_loses_the_download_at_once(window, ada, bob, project, browser_errors):
    browser_errors.expect("404", "403", *NO_NETWORK)
    address = f"{API}/files/{send_file(ada, project, notes())}"
    page = window(bob)
    page.goto(f"{project.path}/files")
    link = page.locator("[data-files] .file")
    assert page.request.get(address).status == 200
    link.click()
    expect(page.get_by_role("dialog", name="notes.txt")).to_contain_text("All quiet.")
    page.keyboard.press("Escape")
    project.dismiss(bob)
    assert page.request.get(address).status == 404
    expect(page.get_by_role("alertdialog")).to_contain_text("You are no longer in this project.")


# ── For everyone ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(window, ada, project, browser_errors, size):
    browser_errors.expect(REFUSED)
    chat = Chat(window(ada, bypass_csp=True, **SIZES[size]), project)
    page = chat.page
    page.goto(f"{project.path}/files")
    expect_clean(page, "no files")
    for file in (picture(), notes()):
        send_file(ada, project, file)
    expect(page.locator("[data-files] .file")).to_have_count(2)
    drop(page.locator("body"), program())
    expect(page.locator(".upload[data-state=failed]")).to_be_visible()
    expect_clean(page, "files")
    page.get_by_role("button", name="Delete notes.txt…").click()
    expect_clean(page, "the question before deleting")
    page.keyboard.press("Escape")
    page.locator("[data-view=picture]").click()
    expect(page.get_by_role("dialog", name="hero.png").get_by_role("img")).to_be_visible()
    expect_clean(page, "the viewer")
    page.keyboard.press("Home")
    expect(page.get_by_role("dialog", name="notes.txt").get_by_role("document")).to_be_visible()
    expect_clean(page, "a text in the viewer")
    page.keyboard.press("Escape")

    chat.open()
    if size == "phone":
        page.get_by_role("link", name="Chat").click()
    attach(chat, picture(), notes(), program())
    expect(page.locator(".upload[data-state=done]")).to_have_count(2)
    expect_clean(page, "uploads in the chat")
    page.get_by_role("button", name="Remove setup.exe").click()
    chat.say("Here")
    chat.expect_sent("Here")
    expect_clean(page, "files in the chat")
    page.goto(project.path)
    chat.board.expect_live()
    chat.board.link("Oil the lamp").click()
    sheet = page.get_by_role("dialog", name="Oil the lamp")
    drop(sheet, picture(), notes())
    expect(sheet.locator("[data-card-files] .file")).to_have_count(2)
    sheet.get_by_role("button", name="hero.png: use as cover").click()
    expect(sheet.get_by_role("button", name="hero.png: remove cover")).to_be_visible()
    expect_clean(page, "files on a card")


def test_nothing_is_too_wide_for_a_phone(window, ada, project):
    long = f"{'a very long name of a file ' * 5}.txt"
    card = project.card("Oil the lamp")["id"]
    for file in (notes(long), picture("wide.png", 3000, 200), picture("tall.png", 200, 3000)):
        json_of(ada.post(f"/cards/{card}/files", {"fileId": send_file(ada, project, file)}))
    page = window(ada, **SIZES["phone"])
    for path in (f"{project.path}/files", f"{project.path}/cards/3", project.path):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
    chat = Chat(page, project)
    page.get_by_role("link", name="Chat").click()
    attach(chat, notes(long), picture("wide.png", 3000, 200), picture("tall.png", 200, 3000))
    expect(page.locator(".upload[data-state=done]")).to_have_count(3)
    chat.say("All of them")
    chat.expect_sent("All of them")
    assert chat.log.evaluate("(log) => log.scrollWidth <= log.clientWidth")
