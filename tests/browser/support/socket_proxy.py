"""Control over a page's WebSocket: close it, block it, delay its messages, or refuse its commands."""

import json
import re

from playwright.sync_api import Page, Route, WebSocketRoute


class SocketProxy:
    """Proxy between a page and the server. Create it before the page opens its socket."""

    def __init__(self, page: Page) -> None:
        self.up = True
        self.opened = 0
        self.sent: list[str] = []
        self.refusal: dict[str, str] | None = None
        """The error that each command gets instead of going to the server: its `code` and `detail`."""
        self._held: list[tuple[WebSocketRoute, str | bytes]] | None = None
        self._ends: list[WebSocketRoute] = []
        page.route_web_socket(re.compile(r"/ws\?"), self._connect)
        page.route("**/api/v1/health", self._answer_health)

    def cut(self, code: int = 4000) -> None:
        """Close the socket and refuse new ones until `restore`."""
        self.up = False
        self.close(code)

    def close(self, code: int = 4000) -> None:
        """Close the socket. The page may reconnect at once."""
        ends, self._ends = self._ends, []
        for end in ends:
            end.close(code=code)

    def restore(self) -> None:
        self.up = True

    def hold(self) -> None:
        """Delay all messages of the server until `release`."""
        self._held = []

    def release(self) -> None:
        held, self._held = self._held or [], None
        for end, text in held:
            end.send(text)

    def _answer_health(self, route: Route) -> None:
        """A cut is one of the whole line: with an answer here the page would poll instead."""
        if self.up:
            route.continue_()
        else:
            route.fulfill(status=204)

    def _connect(self, page_end: WebSocketRoute) -> None:
        if not self.up:
            page_end.close(code=4000)
            return
        self.opened += 1
        server_end = page_end.connect_to_server()
        self._ends.append(page_end)
        page_end.on_message(lambda text: self._from_page(page_end, server_end, text))
        server_end.on_message(lambda text: self._from_server(page_end, text))

    def _from_page(self, page_end: WebSocketRoute, server_end: WebSocketRoute, text: str | bytes) -> None:
        self.sent.append(str(text))
        frame = json.loads(text)
        if self.refusal and "eventId" in frame:
            page_end.send(json.dumps({"type": "error", "ref": frame["ref"], "error": self.refusal}))
        else:
            server_end.send(text)

    def _from_server(self, page_end: WebSocketRoute, text: str | bytes) -> None:
        if self._held is None:
            page_end.send(text)
        else:
            self._held.append((page_end, text))
