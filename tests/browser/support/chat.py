"""Page object of the chat beside a board."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from chat.models import Message
from chat.search.documents import INDEXED_MESSAGES
from projects.search.rebuild import write_documents
from tests.browser.support.board import Board
from tests.browser.support.projects import Project
from tests.support.people import Person

TEXTS = "() => [...document.querySelectorAll('[data-messages] > .msg')].map((node) => node.dataset.text)"


class Chat:
    def __init__(self, page: Page, project: Project) -> None:
        self.page = page
        self.project = project
        self.board = Board(page, project)

    def open(self) -> Self:
        self.board.open()
        self.expect_ready()
        return self

    # ── What is there ─────────────────────────────────────────────────────────────────────────────

    @property
    def panel(self) -> Locator:
        return self.page.locator("kr-chat")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Message the project")

    @property
    def notice(self) -> Locator:
        return self.page.locator("#message-notice")

    @property
    def all(self) -> Locator:
        return self.page.locator("[data-messages] > .msg")

    def message(self, text: str) -> Locator:
        return self.page.locator(f'.msg[data-text="{text}"]')

    def chip(self, key: str) -> Locator:
        return self.log.locator(".chip").filter(has_text=key)

    def texts(self) -> list[str]:
        return self.page.evaluate(TEXTS)

    # ── What is expected ──────────────────────────────────────────────────────────────────────────

    def expect_ready(self) -> None:
        expect(self.panel).to_have_attribute("data-ready", "")

    def expect_sent(self, *texts: str, within: float = 5) -> None:
        """Expect exactly these messages in this order, all acknowledged by the server."""
        expect(self.all.locator(".msg__body")).to_have_text(list(texts), timeout=within * 1000)
        expect(self.page.locator(".msg[data-state]")).to_have_count(0, timeout=within * 1000)

    # ── What is done ──────────────────────────────────────────────────────────────────────────────

    def say(self, *texts: str) -> None:
        for text in texts:
            self.field.fill(text)
            self.field.press("Enter")

    def choose(self, text: str, item: str) -> None:
        """Choose an item of a message's menu."""
        self.message(text).hover()
        self.message(text).get_by_role("button", name="More about this message").click()
        self.page.get_by_role("menuitem", name=item).click()


def remember(project: Project, person: Person, texts: Iterable[str]) -> None:
    """Insert old messages, one minute apart."""
    texts = list(texts)
    start = timezone.now() - dt.timedelta(minutes=len(texts) + 10)
    messages = Message.objects.bulk_create(
        Message(
            project_id=project.id, author=person.user, text=text, created_at=start + dt.timedelta(minutes=i)
        )
        for i, text in enumerate(texts)
    )
    write_documents(INDEXED_MESSAGES, [message.pk for message in messages])
