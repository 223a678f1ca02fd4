"""Registries: tables that one module declares and other modules fill when Django starts.

A registry lets a module call what it must not import. The module that calls declares the registry; modules of
apps above fill it with decorators:

    on_member_removed: ListRegistry[Callable[[Member, UUID], Changes]] = ListRegistry(
        f"{__name__}.on_member_removed", used="a member leaves, in the transaction of the command"
    )

    @on_member_removed.register
    def unassign(member: Member, user_id: UUID) -> Changes: ...

`add` is for entries that are no functions, such as texts, and for decorators that wrap what they register.
`core.app_loading` imports the modules that register something. `manage.py hooks` lists all registries.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

all_registries: list["Registry"] = []
"""Every registry of the process, in the order in which they were declared."""


class DuplicateEntry(Exception):
    """Two registrations of one key, or of one entry of a list."""


class Registry:
    """Knows its own name, when its entries are used, and which module registered each."""

    def __init__(self, name: str, *, used: str) -> None:
        """`name` is dotted, with the module; `used` says when the entries are used, and for what."""
        self.defined_in, _, self.name = name.rpartition(".")
        self.used = used
        self._modules: dict[Hashable, str] = {}
        all_registries.append(self)

    @property
    def filled_by(self) -> list[str]:
        """The modules that registered entries, in the order of their first."""
        return list(dict.fromkeys(self._modules.values()))

    def __repr__(self) -> str:
        modules = ", ".join(self.filled_by) or "nothing"
        return f"<{type(self).__name__} {self.defined_in}.{self.name}, filled by {modules}>"

    def _note(self, key: Hashable, module: str) -> None:
        """Raises DuplicateEntry."""
        if key in self._modules:
            first = self._modules[key]
            raise DuplicateEntry(f"{self.defined_in}.{self.name}: {key!r} is in {first} and in {module}")
        self._modules[key] = module


class ListRegistry(Registry, Generic[V]):
    """Entries in the order of their registration."""

    def __init__(self, name: str, *, used: str) -> None:
        super().__init__(name, used=used)
        self._entries: list[V] = []

    def register(self, entry: V) -> V:
        """Decorates a function or class."""
        self.add(entry, module=entry.__module__)
        return entry

    def add(self, *entries: V, module: str) -> None:
        """Registers `entries` in the name of `module`. Raises DuplicateEntry."""
        for entry in entries:
            self._note(entry, module)
            self._entries.append(entry)

    def __iter__(self) -> Iterator[V]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class _Table(Registry, Mapping[K, V]):
    """A registry that is read as a mapping. A lookup is one in a dict."""

    def __init__(self, name: str, *, used: str) -> None:
        super().__init__(name, used=used)
        self._entries: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class KeyedRegistry(_Table[K, V]):
    """One entry for each key."""

    def register(self, *keys: K) -> Callable[[V], V]:
        """Decorates the function or class that is the entry for each of `keys`."""

        def decorate(entry: V) -> V:
            self.add(dict.fromkeys(keys, entry), module=entry.__module__)
            return entry

        return decorate

    def add(self, entries: Mapping[K, V], *, module: str) -> None:
        """Registers `entries` in the name of `module`. Raises DuplicateEntry."""
        for key, entry in entries.items():
            self._note(key, module)
            self._entries[key] = entry


class GroupedRegistry(_Table[K, list[V]]):
    """Several entries for each key, in the order of their registration."""

    def register(self, *keys: K) -> Callable[[V], V]:
        """Decorates a function or class that becomes one more entry for each of `keys`."""

        def decorate(entry: V) -> V:
            for key in keys:
                self._note((key, entry), entry.__module__)
                self._entries.setdefault(key, []).append(entry)
            return entry

        return decorate
