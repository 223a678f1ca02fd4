"""Networks that drop silently, and networks that let no WebSocket through."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support.board import Board, expect_soon
from tests.browser.support.network_proxy import NetworkProxy
from tests.support.people import Person

# Chromium logs each WebSocket that a proxy refuses or that is closed before it opens.
BLOCKED = (r"WebSocket connection to .* failed", r"ERR_TUNNEL_CONNECTION_FAILED")


@pytest.fixture
def network() -> Iterator[NetworkProxy]:
    with NetworkProxy() as network:
        yield network


@pytest.fixture
def window_behind(window: Callable[..., Page], network: NetworkProxy) -> Callable[[Person], Page]:
    return lambda who: window(who, proxy={"server": network.url, "bypass": "<-loopback>"})


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_line_that_is_silently_dead_is_noticed_within_ten_seconds(
    direction, window, window_behind, network, ada, bob, project
):
    bobs, adas = Board(window_behind(bob), project).open(), Board(window(ada), project).open()
    before = network.tunnels
    network.stall(up=direction == "up", down=direction == "down")
    bobs.add("Todo", "Wind the clock")
    expect(bobs.status).to_have_text("Checking…", timeout=6000)
    network.restore()
    expect_soon(lambda: network.tunnels, lambda tunnels: tunnels > before, bobs.page, within=10)
    adas.expect_column("Todo", "Paint the door", "Sweep the stairs", "Oil the lamp", "Wind the clock")
    expect(bobs.status).to_have_text("Live")
    adas.expect_same(bobs)
    assert len(project.events("card.created")) == 5


@pytest.mark.sqlite
def test_a_board_without_websockets_is_whole(
    window, window_behind, network, ada, bob, project, browser_errors
):
    browser_errors.expect(*BLOCKED)
    network.lets_sockets_through = False
    page = window_behind(bob)
    page.goto(project.path)
    bobs, adas = Board(page, project), Board(window(ada), project).open()
    expect(bobs.status).to_have_text("Delayed", timeout=15_000)
    banner = page.locator("#delayed")
    expect(banner).to_contain_text(
        "Live updates are blocked by your network. Changes arrive every few seconds."
    )
    banner.get_by_role("button", name="Got it").click()
    expect(banner).to_be_hidden()

    bobs.drag("Oil the lamp", to=bobs.card("Call the boat"))
    adas.expect_column("In Progress", "Oil the lamp", "Call the boat")
    project.change("Paint the door", title="Paint both doors")
    project.add("Trim the wick")
    bobs.expect_column("Todo", "Paint both doors", "Sweep the stairs", "Trim the wick")
    page.keyboard.press("Control+z")
    adas.expect_column("In Progress", "Call the boat")
    page.get_by_role("textbox", name="Message").fill("slow but sure")
    page.keyboard.press("Enter")
    expect(adas.page.get_by_text("slow but sure")).to_be_visible()
    adas.expect_same(bobs)
    assert len(project.events("chat.message.created")) == 1

    network.restore()
    page.evaluate("dispatchEvent(new Event('online'))")
    bobs.expect_live()
    bobs.expect_fresh(window(ada))
