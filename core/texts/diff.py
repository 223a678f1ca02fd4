"""Compares two versions of a long text line by line."""

from dataclasses import dataclass

from django.utils.functional import Promise
from rapidfuzz.distance import Indel

from core.texts.cuts import cut

MAX_COMPARED_LINES = 1000
"""Comparing takes time proportional to the product of both counts; this many take under 1 ms."""
MAX_LINE_LENGTH = 1000
"""Characters of a line that a difference shows."""
MAX_SHOWN_LINES = 60
CONTEXT_LINES = 1


Line = tuple[str, str]


@dataclass(frozen=True)
class Diff:
    """The lines to show, as (mark, text), and in `more` how many follow that are not shown.

    Marks: "+" added, "-" removed, " " unchanged, "…" a gap. A `rewritten` text has too many lines to compare:
    all its old lines come first, then all its new ones.
    """

    label: str | Promise
    lines: list[Line]
    more: int = 0
    rewritten: bool = False


def line_diff(label: str | Promise, old: str, new: str) -> Diff:
    """Compare `old` and `new`; above `MAX_COMPARED_LINES`, call the text rewritten."""
    before, after = old.splitlines(), new.splitlines()
    rewritten = max(len(before), len(after)) > MAX_COMPARED_LINES
    lines = _marked(before, after) if rewritten else _compare(before, after)
    shown = [(mark, _shortened(line)) for mark, line in lines[:MAX_SHOWN_LINES]]
    return Diff(label, shown, max(0, len(lines) - MAX_SHOWN_LINES), rewritten)


def _compare(before: list[str], after: list[str]) -> list[Line]:
    """Lines that differ, removed before added, with equal lines around them and gaps where more are equal."""
    lines: list[Line] = []
    removed: list[str] = []
    added: list[str] = []
    blocks = list(Indel.opcodes(before, after))
    for number, block in enumerate(blocks, 1):
        old, new = before[block.src_start : block.src_end], after[block.dest_start : block.dest_end]
        if block.tag == "equal":
            lines += _marked(removed, added)
            removed, added = [], []
            lines += _context(old, first=number == 1, last=number == len(blocks))
        else:  # one of the two is empty
            removed, added = removed + old, added + new
    return lines + _marked(removed, added)


def _marked(removed: list[str], added: list[str]) -> list[Line]:
    return [("-", line) for line in removed] + [("+", line) for line in added]


def _context(equal: list[str], *, first: bool, last: bool) -> list[Line]:
    """The equal lines next to a change. `first`, `last`: nothing changed before them, or after them."""
    head = [] if first else equal[:CONTEXT_LINES]
    tail = [] if last else equal[len(head) :][-CONTEXT_LINES:]
    gap = [("…", "")] if len(head) + len(tail) < len(equal) and not last else []
    return [*((" ", line) for line in head), *gap, *((" ", line) for line in tail)]


def _shortened(line: str) -> str:
    return cut(line, MAX_LINE_LENGTH)
