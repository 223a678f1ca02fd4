"""Parts of the pages in docs/ that a management command writes, between two marks."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import translation


def write_part(path: Path, command: str, generate: Callable[[], str], *, check: bool) -> None:
    """Puts what `generate` returns between the marks of `manage.py <command>` in the page at `path`.

    With `check` nothing is written. Raises CommandError if the page is not current then.
    """
    written = path.read_text(encoding="utf-8")
    begin, end = (f"<!-- manage.py {command}: {mark} -->" for mark in ("begin", "end"))
    head, rest = written.split(begin)
    _, tail = rest.split(end)
    with translation.override("en"):
        current = f"{head}{begin}\n\n{generate()}\n\n{end}{tail}"
    if check and written != current:
        raise CommandError(f"docs/{path.name} is not current: run manage.py {command}.")
    if not check:
        path.write_text(current, encoding="utf-8")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
