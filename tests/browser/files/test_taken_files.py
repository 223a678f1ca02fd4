"""Files from work are taken, and a refusal says what to do, at every door and in both languages."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.files.test_files import REFUSED
from tests.browser.support.chat import Chat
from tests.browser.support.files import drop, paste, picture, program, upload

NOTES = b"# T\nSee <title> tag\n\n```python\nimport os\n```\n"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><html><body>Hello</body></html>"
WORDS = {
    "en-GB": {
        "setup.exe": "Programs and installers can’t be uploaded. Share a link to the download instead.",
        "page.html": "Web pages can’t be uploaded. Save the page as a PDF, "
        "or give the file the ending .txt to share its source.",
        "words.png": "The name ends in .png, but the content is text. Give the file the ending .txt.",
    },
    "ru-RU": {
        "setup.exe": "Программы и установщики загружать нельзя. Поделитесь ссылкой на скачивание.",
        "page.html": "Веб-страницы загружать нельзя. Сохраните страницу в PDF или, чтобы показать её код, "
        "смените расширение файла на .txt.",
        "words.png": "Имя оканчивается на .png, но внутри текст. Смените расширение на .txt.",
    },
}


def of(name: str, content: bytes, kind: str = "") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


@pytest.mark.sqlite
@pytest.mark.parametrize("locale", WORDS)
def test_files_are_taken_or_refused_with_words_that_help(window, ada, project, browser_errors, locale):
    browser_errors.expect(REFUSED)
    page = window(ada, locale=locale)
    page.goto(f"{project.path}/files")
    taken = (
        of("notes.md", NOTES, "text/markdown"),
        of("logo.svg", DRAWING, "image/svg+xml"),
        of("Makefile", b"all:\n"),
    )
    drop(page.locator("body"), *taken)
    expect(page.locator("[data-files] .file")).to_have_count(3)
    refused = (program(), of("page.html", PAGE, "text/html"), of("words.png", b"just words", "image/png"))
    drop(page.locator("body"), *refused)
    for name, words in WORDS[locale].items():
        expect(upload(page, name)).to_contain_text(words)
        expect(upload(page, name)).to_have_attribute("data-state", "failed")
    expect(page.locator("[data-files] .file")).to_have_count(3)


def test_what_is_pasted_and_what_a_message_brings_is_judged_alike(window, ada, project, browser_errors):
    browser_errors.expect(REFUSED)
    chat = Chat(window(ada), project).open()
    paste(chat.panel, of("run.bat", b"@echo off"), text="run.bat")
    expect(upload(chat.page, "run.bat")).to_contain_text("Scripts and shortcuts can’t be uploaded.")
    chat.page.get_by_role("button", name="Remove run.bat").click()
    paste(chat.panel, of("notes.md", NOTES), text="notes.md")
    expect(upload(chat.page, "notes.md")).to_have_attribute("data-state", "done")


def test_sources_in_any_encoding_are_read_and_a_drawing_is_only_downloaded(window, ada, project):
    page = window(ada)
    page.goto(f"{project.path}/files")
    wide = "Журнал: <b>всё тихо</b>.\r\nМаяк горит.\r\n"
    taken = (
        of("notes.md", NOTES),
        of("wide.log", wide.encode("utf-16-le")),
        of("logo.svg", DRAWING),
        of("photo.jpg", picture("photo.jpg")["buffer"], "image/jpeg"),
    )
    for file in taken:
        drop(page.locator("body"), file)
        expect(page.locator(f'[data-files] .file[title="{file["name"]}"]')).to_be_visible()
    for name, text in (("notes.md", "See <title> tag"), ("wide.log", "Журнал: <b>всё тихо</b>.")):
        page.locator(f'[data-files] .file[title="{name}"]').click()
        expect(page.get_by_role("dialog", name=name).get_by_role("document")).to_contain_text(text)
        page.keyboard.press("Escape")
    page.locator('[data-files] .file[title="photo.jpg"]').click()
    expect(page.get_by_role("dialog", name="photo.jpg").get_by_role("img")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator('[data-files] .file[title="logo.svg"]').click()
    expect(page.get_by_role("dialog", name="logo.svg")).to_contain_text(
        "Files of this kind can’t be shown here."
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file").click()
    assert download.value.suggested_filename == "logo.svg"
