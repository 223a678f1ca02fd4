"""Compares two versions of a long text line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import Promise

MAX_COMPARED_LINES = 400
MAX_SHOWN_LINES = 60
CONTEXT_LINES = 1


@dataclass(frozen=True)
class Diff:
    """The lines to show, as (mark, text), and in `more` how many follow that are not shown.

    Marks: "+" added, "-" removed, " " unchanged, "…" a gap.
    """

    label: str | Promise
    lines: list[tuple[str, str]]
    more: int = 0


def line_diff(label: str | Promise, old: str, new: str) -> Diff:
    """Compare `old` and `new`. Above `MAX_COMPARED_LINES`, all lines differ: comparing takes too long."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > MAX_COMPARED_LINES:
        lines = [("-", line) for line in before] + [("+", line) for line in after]
    else:
        lines = _compare(before, after)
    return Diff(label, lines[:MAX_SHOWN_LINES], max(0, len(lines) - MAX_SHOWN_LINES))


def _compare(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(CONTEXT_LINES):
        if lines or group[0][1] > 0:
            lines.append(("…", ""))
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                lines += [(" ", line) for line in before[start:end]]
                continue
            lines += [("-", line) for line in before[start:end]]
            lines += [("+", line) for line in after[new_start:new_end]]
    return lines
