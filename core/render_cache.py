"""A cache of rendered texts, bounded by the characters it holds. The least recently used go first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

Key = tuple[Hashable, ...]


class RenderCache:
    """HTML by what it was made of. The first part of a key is the source text, whose length counts too."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[Key, str] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> str | None:
        with self._lock:
            html = self._kept.get(key)
            if html is not None:
                self._kept.move_to_end(key)
            return html

    def __setitem__(self, key: Key, html: str) -> None:
        with self._lock:
            self.size += _size(key, html) - self._drop(key)
            self._kept[key] = html
            while self.size > self.limit:
                self.size -= self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> int:
        html = self._kept.pop(key, None)
        return 0 if html is None else _size(key, html)


def _size(key: Key, html: str) -> int:
    return len(html) + sum(len(part) for part in key if isinstance(part, str))
