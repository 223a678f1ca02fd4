"""Looking at files in the page: pictures enlarged, recordings, texts and PDFs, on a desk and on a phone."""

import io
import zipfile

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.files.test_files import attach, send_file
from tests.browser.pages.test_accessibility import SIZES
from tests.browser.support.board import box_of, expect_soon
from tests.browser.support.chat import Chat
from tests.browser.support.files import document, notes, picture, recording

SCALE = "(image) => new DOMMatrix(getComputedStyle(image).transform).a"
PLAYED = "(audio) => audio.currentTime"
# The head of a video without the rest.
BROKEN = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(600)
HTML = "<b onclick=alert(1)>Осторожно</b>\n".encode()


@pytest.fixture
def opened(window, ada, project):
    """Function that uploads files and opens the page of files; the last one is the first."""

    def opened(*files: FilePayload, **options) -> Page:
        for file in files:
            send_file(ada, project, file)
        page = window(ada, **options)
        page.goto(f"{project.path}/files")
        return page

    return opened


def viewer(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)


def look_at(page: Page, name: str) -> Locator:
    page.locator(f'[data-files] .file[title="{name}"]').click()
    return viewer(page, name)


def scaled(image: Locator, scale: float) -> None:
    expect_soon(lambda: image.evaluate(SCALE), lambda found: abs(found - scale) < 0.02, image.page)


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("a.txt", "words")
    return held.getvalue()


@pytest.mark.sqlite
def test_files_of_all_kinds_are_walked_through(opened):
    broken: FilePayload = {"name": "tour.mp4", "mimeType": "video/mp4", "buffer": BROKEN}
    packed: FilePayload = {"name": "all.zip", "mimeType": "application/zip", "buffer": archive()}
    page = opened(packed, broken, {**notes("code.txt"), "buffer": HTML}, recording(), picture())
    expect(look_at(page, "hero.png").get_by_role("img")).to_be_visible()
    expect(viewer(page, "hero.png")).to_contain_text("1 of 5")

    with page.expect_response(lambda response: response.status == 206):
        page.keyboard.press("ArrowRight")
    audio = viewer(page, "harbour.wav").get_by_label("harbour.wav")
    page.keyboard.press("Space")
    expect_soon(lambda: audio.evaluate(PLAYED), lambda seconds: seconds > 0, page)
    expect(viewer(page, "harbour.wav").get_by_role("group", name="Zoom")).to_be_hidden()

    page.keyboard.press("ArrowRight")
    expect(viewer(page, "code.txt").get_by_role("document")).to_have_text(HTML.decode().strip())
    page.keyboard.press("ArrowRight")
    expect(viewer(page, "tour.mp4")).to_contain_text("This browser can’t play this file.")
    page.keyboard.press("ArrowRight")
    expect(viewer(page, "all.zip")).to_contain_text("Files of this kind can’t be shown here.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file").click()
    assert download.value.suggested_filename == "all.zip"
    page.keyboard.press("Escape")
    expect(page.locator('.file[title="all.zip"]')).to_be_focused()


def test_a_picture_is_enlarged_by_keys_buttons_wheel_and_double_click(opened):
    page = opened(picture("wide.png", 1600, 900), picture("next.png"))
    shown = look_at(page, "wide.png")
    image = shown.get_by_role("img")
    expect(image).to_be_visible()
    for key, scale in (("+", 1.5), ("+", 2.25), ("-", 1.5), ("0", 1), ("-", 1)):
        page.keyboard.press(key)
        scaled(image, scale)
    shown.get_by_role("button", name="Zoom in").click()
    scaled(image, 1.5)
    expect(shown.get_by_role("button", name="150%")).to_be_visible()
    expect(shown.get_by_role("status")).to_have_text("150%")
    left = box_of(image)[0]
    page.keyboard.press("ArrowLeft")
    expect_soon(lambda: box_of(image)[0], lambda now: now > left, page)
    shown.get_by_role("button", name="150%").click()
    image.dblclick()
    scaled(image, 2.5)
    page.mouse.wheel(0, 4000)
    scaled(image, 1)
    page.keyboard.press("ArrowLeft")
    expect(viewer(page, "next.png")).to_contain_text("1 of 2")
    page.mouse.click(5, 400)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_fingers_swipe_to_the_next_and_pinch_a_picture(opened):
    page = opened(picture("one.png"), picture("two.png"), **SIZES["phone"])
    expect(look_at(page, "two.png").get_by_role("img")).to_be_visible()
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[int, int]) -> None:
        points = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(places)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (300, 400))
    for x in (260, 200, 120):
        touch("touchMove", (x, 404))
    touch("touchEnd")
    image = viewer(page, "one.png").get_by_role("img")
    expect(image).to_be_visible()
    touch("touchStart", (170, 400), (220, 400))
    for by in (10, 20, 25):
        touch("touchMove", (170 - by, 400), (220 + by, 400))
    touch("touchEnd")
    scaled(image, 2)
    expect(viewer(page, "one.png")).to_be_visible()


def test_a_pdf_is_left_to_the_browser_or_offered_for_download(opened):
    page = opened(document())
    answer = "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { get: () => %s })"
    page.evaluate(answer % "false")
    expect(look_at(page, "plan.pdf")).to_contain_text("This browser can’t show PDF files here.")
    page.keyboard.press("Escape")
    page.evaluate(answer % "true")
    with page.expect_response(lambda response: "/api/v1/files/" in response.url) as loaded:
        frame = look_at(page, "plan.pdf").locator("iframe[title='plan.pdf']")
    expect(frame).to_be_visible()
    assert loaded.value.headers["content-type"] == "application/pdf"


def test_a_recording_in_the_chat_plays_on_while_others_react(window, ada, bob, project):
    adas, bobs = (Chat(window(person), project).open() for person in (ada, bob))
    attach(adas, recording(seconds=9))
    expect(adas.page.locator(".upload[data-state=done]")).to_have_count(1)
    adas.say("Listen")
    adas.expect_sent("Listen")
    audio = adas.message("Listen").get_by_label("harbour.wav")
    audio.evaluate("(audio) => { audio.muted = true; return audio.play(); }")
    bobs.message("Listen").hover()
    bobs.message("Listen").get_by_role("button", name="React").click()
    bobs.page.get_by_role("dialog").get_by_role("button").first.click()
    expect(adas.message("Listen").locator(".reaction")).to_have_count(1)
    assert not audio.evaluate("(audio) => audio.paused")
    adas.message("Listen").locator(".file").click()
    expect(viewer(adas.page, "harbour.wav")).to_be_visible()
    assert audio.evaluate("(audio) => audio.paused")
