"""What one reads stays where it is when something above changes; what one opened or wrote is in view."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from boards.models import Card, Comment
from chat.models import Message
from tests.browser.support.board import Board, expect_soon
from tests.browser.support.chat import Chat, remember
from tests.browser.support.open_card import OpenCard
from tests.browser.support.people import json_of

LONG = "It grows. " * 60


def top(thing: Locator) -> float:
    box = thing.bounding_box()
    assert box is not None
    return box["y"]


@pytest.fixture
def native(request, window, ada):
    """Ada's window, with the browser's own scroll anchoring or without it, as in Safari."""
    page = window(ada)
    if not request.param:
        page.add_init_script(NO_ANCHORING)
    return page


# Where nothing is anchored, cards are drawn out of view too (column.css).
# A constructed style sheet is no inline style for the Content Security Policy.
NO_ANCHORING = """addEventListener('DOMContentLoaded', () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { overflow-anchor: none !important; content-visibility: visible !important }');
  document.adoptedStyleSheets = [sheet];
})"""
both = pytest.mark.parametrize("native", [True, False], indirect=True, ids=["anchoring", "no anchoring"])


def test_the_chat_stays_while_messages_above_change(window, ada, bob, project):
    remember(project, bob, (f"Message {n}" for n in range(60)))
    chat = Chat(window(ada), project).open()
    middle = chat.message("Message 25")
    middle.evaluate("(node) => node.scrollIntoView({ block: 'start' })")
    chat.page.wait_for_timeout(60)
    before = top(middle)
    above = Message.objects.get(project_id=project.id, text="Message 18").pk
    node = chat.page.locator(f"#message-{above}")
    for work in (
        lambda: bob.post(f"/messages/{above}/reactions", {"emoji": "👍"}),
        lambda: bob.patch(f"/messages/{above}", {"text": LONG}),
        lambda: ada.delete(f"/messages/{above}"),
    ):
        shown = node.inner_html()
        json_of(work())
        expect_soon(node.inner_html, shown.__ne__, chat.page)
        assert abs(top(middle) - before) < 1


@both
def test_a_column_stays_while_cards_above_come_and_go(native, project, ada):
    project.add(*(f"Card {n}" for n in range(24)))
    board = Board(native, project).open()
    card = board.card("Card 16")
    card.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    native.wait_for_timeout(60)
    before = top(card)
    project.move("Call the boat", to=0, after=None)
    expect(board.column("Todo").locator(".card")).to_have_count(28)
    assert abs(top(card) - before) < 1
    project.change("Card 1", title="Longer " * 20, labelIds=[project.label("Wood", "amber")])
    expect(board.card("Card 1")).to_have_count(0)
    assert abs(top(card) - before) < 1
    project.archive("Card 2")
    expect(board.card("Card 2")).to_have_count(0)
    assert abs(top(card) - before) < 1


@both
def test_a_card_stays_while_parts_above_change(native, project, ada, bob):
    card_id = project.card("Oil the lamp")["id"]
    for n in range(12):
        json_of(bob.post(f"/cards/{card_id}/comments", {"text": f"Comment {n}"}))
    card = OpenCard(native, project).open("Oil the lamp")
    comment = card.dialog.locator(".comment").nth(6)
    comment.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    native.wait_for_timeout(60)
    before = top(comment)
    project.change("Oil the lamp", description=LONG)
    expect(card.shown).to_contain_text("It grows.")
    assert abs(top(comment) - before) < 1
    steps = json_of(ada.post(f"/cards/{card_id}/checklists", {"name": "Steps"}))
    json_of(ada.post(f"/checklists/{steps['id']}/items", {"text": "Trim"}))
    expect(card.item("Trim")).to_be_attached()
    assert abs(top(comment) - before) < 1


@both
def test_the_activity_stays_while_more_happens(native, project):
    for n in range(30):
        project.add(f"Card {n}")
    native.goto(f"{project.path}/activity")
    deed = native.locator(".deed").filter(has_text="Card 10").first
    deed.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    native.wait_for_timeout(300)
    before = top(deed)
    project.add("One more")
    expect(native.locator(".deed").filter(has_text="One more")).to_have_count(1)
    assert abs(top(deed) - before) < 1


def test_what_one_writes_is_in_view(window, ada, bob, project):
    card_id = project.card("Oil the lamp")["id"]
    for n in range(12):
        json_of(bob.post(f"/cards/{card_id}/comments", {"text": f"Comment {n}"}))
    remember(project, bob, (f"Message {n}" for n in range(60)))
    chat = Chat(window(ada), project).open()
    chat.log.evaluate("(log) => { log.scrollTop = 300; }")
    chat.say("Here I am")
    expect(chat.message("Here I am")).to_be_in_viewport(ratio=1)
    card = OpenCard(chat.page, project).reopen("Oil the lamp")
    card.say(LONG)
    last = card.dialog.locator(".comment").last
    expect(last).to_contain_text("It grows.")
    expect_soon(lambda: is_uncovered(last), bool, chat.page)


def is_uncovered(comment: Locator) -> bool:
    """Whether the end of a comment is in view and nothing, such as the field below, lies over it."""
    return comment.evaluate(
        """(node) => {
          const { left, bottom } = node.querySelector('.comment__body').getBoundingClientRect();
          return node.contains(document.elementFromPoint(left + 5, bottom - 3));
        }"""
    )


def test_a_link_leads_to_its_comment_or_item_and_marks_it(window, ada, bob, project):
    card_id = project.card("Oil the lamp")["id"]
    start = timezone.now() - dt.timedelta(hours=1)
    rows = [
        Comment(project_id=project.id, card_id=card_id, author=bob.user, text=f"Comment {n}",
                created_at=start + dt.timedelta(seconds=n))
        for n in range(80)
    ]  # fmt: skip
    Comment.objects.bulk_create(rows)
    Card.objects.filter(pk=card_id).update(comment_count=len(rows))
    steps = json_of(ada.post(f"/cards/{card_id}/checklists", {"name": "Steps"}))
    item = json_of(ada.post(f"/checklists/{steps['id']}/items", {"text": "Trim"}))
    address = f"{ada.site.url}{project.path}/cards/3"
    chat = Chat(window(ada), project).open()
    for part, words in ((f"comment-{rows[2].pk}", "Comment 2"), (f"item-{item['id']}", "Trim")):
        query = f"?comment={rows[2].pk}" if part.startswith("comment") else ""
        chat.say(f"{address}{query}#{part}")
        chat.log.locator(f'.chip[href$="{part}"]').click()
        shown = chat.page.locator(f"#card-dialog #{part}")
        expect(shown).to_contain_text(words)
        expect(shown).to_be_focused()
        expect(shown).to_be_in_viewport(ratio=1)
        expect(chat.page).to_have_url(f"{address}")
        chat.page.keyboard.press("Escape")
