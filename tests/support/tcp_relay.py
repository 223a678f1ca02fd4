"""A relay in front of a TCP server, such as the database, that a test can take away and bring back."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


class TcpRelay:
    """Copies bytes both ways while `up`. `take_away` cuts every connection and refuses new ones."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._links: set[socket.socket] = set()
        self.up = True

    def __enter__(self) -> Self:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.take_away()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def take_away(self) -> None:
        self.up = False
        for link in list(self._links):
            _end(link)

    def bring_back(self) -> None:
        self.up = True

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self._door.accept()
                if not self.up:
                    _end(near)
                    continue
                far = socket.create_connection(self._target)
                self._links |= {near, far}
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    def _copy(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(64 * 1024):
                sink.sendall(data)
        for link in (source, sink):
            self._links.discard(link)
            _end(link)


def _end(link: socket.socket) -> None:
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    link.close()
