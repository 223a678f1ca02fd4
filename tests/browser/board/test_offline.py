"""Working offline: changes are sent after reconnecting; nothing is lost, nothing is done twice."""

import re
import signal

import pytest
from playwright.sync_api import expect

from tests.browser.support.board import Board, expect_soon
from tests.browser.support.socket_proxy import SocketProxy

# Messages that Chromium itself logs when the network is cut or the server is down.
NO_NETWORK = (r"ERR_INTERNET_DISCONNECTED", r"ERR_CONNECTION_REFUSED", r"WebSocket connection to .* failed")


@pytest.fixture
def adas(window, ada, project):
    return Board(window(ada), project).open()


@pytest.fixture
def proxy_and_bobs(window, bob, project):
    page = window(bob)
    proxy = SocketProxy(page)
    return proxy, Board(page, project).open()


@pytest.fixture
def proxy(proxy_and_bobs):
    return proxy_and_bobs[0]


@pytest.fixture
def bobs(proxy_and_bobs):
    return proxy_and_bobs[1]


def work(board: Board) -> None:
    """Move three cards and add one."""
    board.drag("Sweep the stairs", to=board.card("Call the boat"))
    board.drag("Paint the door", to=board.column("Done").get_by_text("No cards here"))
    board.drag("Oil the lamp", to=board.card("Paint the door"))
    board.add("Todo", "Wind the clock")


def expect_worked(board: Board) -> None:
    board.expect_column("Todo", "Wind the clock")
    board.expect_column("In Progress", "Sweep the stairs", "Call the boat")
    board.expect_column("Done", "Oil the lamp", "Paint the door")


@pytest.mark.sqlite
def test_what_is_done_without_a_network_is_made_good(window, ada, bob, adas, project, browser_errors):
    """Cut the network itself: the socket stays open but dead, as in a tunnel."""
    browser_errors.expect(*NO_NETWORK)
    bobs = Board(window(bob), project).open()
    bobs.page.context.set_offline(True)
    work(bobs)
    expect_worked(bobs)
    adas.expect_column("Todo", "Paint the door", "Sweep the stairs", "Oil the lamp")
    project.add("Trim the wick")
    expect(bobs.status).to_have_text(re.compile("Reconnecting…|Offline"), timeout=8000)
    result = bobs.page.locator("#offline")
    expect(result).to_contain_text("You’re offline. Keep working — 4 changes will be sent", timeout=12000)
    expect(bobs.status).to_have_text("Offline")
    bobs.page.context.set_offline(False)
    expect(bobs.status).to_have_text("Up to date")
    expect(bobs.status).to_have_text("Live")
    expect(result).to_be_hidden()
    bobs.expect_column("Todo", "Trim the wick", "Wind the clock")
    adas.expect_same(bobs)
    bobs.expect_fresh(window(ada))
    assert len(project.events("card.moved")) == 3
    assert len(project.events("card.created")) == 6


def test_changes_by_others_while_offline_arrive_too(proxy, bobs, adas, window, ada, project):
    proxy.cut()
    work(bobs)
    project.archive("Call the boat")
    project.change("Oil the lamp", title="Oil both lamps")
    project.add("Trim the wick")
    proxy.restore()
    bobs.expect_column("Todo", "Trim the wick", "Wind the clock")
    bobs.expect_column("In Progress", "Sweep the stairs")
    bobs.expect_column("Done", "Oil both lamps", "Paint the door")
    adas.expect_same(bobs)
    bobs.expect_fresh(window(ada))


def test_a_move_made_offline_that_someone_else_made_first_is_taken_back(proxy, bobs, adas, project):
    proxy.cut()
    bobs.drag("Oil the lamp", to=bobs.card("Call the boat"))
    project.move("Oil the lamp", to=2)
    proxy.restore()
    expect(bobs.toast).to_contain_text("Ada Lovelace moved LIG-3 first. It was put back.")
    bobs.expect_column("Done", "Oil the lamp")
    adas.expect_same(bobs)


def test_offline_work_on_a_deleted_card_is_refused_with_a_message(proxy, bobs, ada, adas, project):
    proxy.cut()
    bobs.drag("Oil the lamp", to=bobs.card("Call the boat"))
    card = project.card("Oil the lamp")
    assert ada.delete(f"/cards/{card['id']}?version={card['version']}").is_success
    proxy.restore()
    expect(bobs.toast).to_contain_text("It no longer exists")
    expect(bobs.card("Oil the lamp")).to_have_count(0)
    adas.expect_same(bobs)


def test_a_short_loss_is_not_worth_a_word(proxy, bobs, project):
    states = bobs.page.evaluate_handle("""() => {
      const seen = [], status = document.querySelector('kr-status');
      const look = new MutationObserver(() => seen.push(status.textContent));
      look.observe(status, { childList: true, subtree: true });
      return seen;
    }""")
    proxy.close()
    expect_soon(lambda: proxy.opened, lambda opened: opened == 2, bobs.page)
    project.add("Trim the wick")
    expect(bobs.link("Trim the wick")).to_be_visible()
    assert states.json_value() == []


def test_retry_now_does_not_wait(proxy, bobs):
    proxy.cut()
    retry = bobs.page.get_by_role("button", name="Retry now")
    expect(retry).to_be_visible(timeout=12000)
    proxy.restore()
    retry.click()
    expect(retry).to_be_hidden(timeout=1500)
    bobs.expect_live()


@pytest.mark.sqlite
def test_the_outbox_survives_a_reload(proxy, bobs, adas, project):
    proxy.cut()
    work(bobs)
    bobs.page.reload()
    expect_worked(bobs)
    assert project.events("card.moved") == []
    proxy.restore()
    expect_worked(adas)
    adas.expect_same(bobs)
    assert len(project.events("card.moved")) == 3


def test_a_command_whose_answer_was_lost_is_not_done_twice(proxy, bobs, adas, window, ada, project):
    proxy.hold()
    bobs.add("Todo", "Wind the clock")
    bobs.drag("Oil the lamp", to=bobs.card("Call the boat"))
    expect(adas.link("Wind the clock")).to_be_visible()
    proxy.close()
    proxy.release()
    bobs.expect_column("In Progress", "Oil the lamp", "Call the boat")
    adas.expect_same(bobs)
    bobs.expect_fresh(window(ada))
    assert len(project.events("card.created")) == 5
    assert len(project.events("card.moved")) == 1


@pytest.mark.sqlite
def test_a_page_that_missed_too_much_to_replay_becomes_the_board_as_it_is(proxy, bobs, ada, window, project):
    """Miss over 1 MiB of events; bob's drag in progress is not disturbed."""
    bobs.column("Todo").get_by_role("button", name="Add a card", exact=True).click()
    bobs.page.keyboard.type("Wind the")
    proxy.cut()
    bobs.drag("Paint the door", to=bobs.card("Call the boat"))
    bobs.column("Todo").get_by_role("textbox").click()
    card = project.card("Oil the lamp")
    for version in range(1, 56):
        changed = ada.patch(f"/cards/{card['id']}", {"version": version, "description": str(version) * 9_990})
        assert changed.is_success
    project.archive("Sweep the stairs")
    with bobs.page.expect_request(lambda request: request.url.endswith(project.path)):
        proxy.restore()
    bobs.expect_column("Todo", "Oil the lamp")
    bobs.expect_column("In Progress", "Paint the door", "Call the boat")
    bobs.page.keyboard.type(" clock")
    bobs.page.keyboard.press("Enter")
    bobs.expect_column("Todo", "Oil the lamp", "Wind the clock")
    bobs.expect_fresh(window(ada))


def test_the_server_dies_and_comes_back(window, ada, bob, project, server, browser_errors):
    browser_errors.expect(*NO_NETWORK)
    adas, bobs = Board(window(ada), project).open(), Board(window(bob), project).open()
    bobs.add("Todo", "Wind the clock")
    server.stop(signal.SIGKILL)
    try:
        bobs.drag("Sweep the stairs", to=bobs.card("Call the boat"))
        adas.drag("Paint the door", to=adas.column("Done").get_by_text("No cards here"))
        bobs.add("Todo", "Trim the wick")
    finally:
        server.start().wait()
    for board in (adas, bobs):
        expect(board.column("In Progress").get_by_role("link")).to_have_count(2, timeout=20_000)
        board.expect_column("Todo", "Oil the lamp", "Wind the clock", "Trim the wick")
        board.expect_column("Done", "Paint the door")
    adas.expect_same(bobs)
    adas.expect_fresh(window(ada))
    kinds = [event["type"] for event in project.events()]
    assert (kinds.count("card.created"), kinds.count("card.moved")) == (6, 2)
    assert [event["seq"] for event in project.events()] == list(range(1, len(kinds) + 1))
