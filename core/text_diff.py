"""Old and new of a long text, line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import Promise

COMPARED_LINES = 400
SHOWN_LINES = 60
AROUND = 1


@dataclass(frozen=True)
class Diff:
    """`lines` are (mark, text): "+" came, "-" went, " " stands around, "…" is left out; `more` follow."""

    label: str | Promise
    lines: list[tuple[str, str]]
    more: int = 0


def line_diff(label: str | Promise, old: str, new: str) -> Diff:
    """Very many lines are not compared, which would take too long: the old went, the new came."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > COMPARED_LINES:
        lines = [("-", line) for line in before] + [("+", line) for line in after]
    else:
        lines = _compared(before, after)
    return Diff(label, lines[:SHOWN_LINES], max(0, len(lines) - SHOWN_LINES))


def _compared(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND):
        if lines or group[0][1] > 0:
            lines.append(("…", ""))
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                lines += [(" ", line) for line in before[start:end]]
                continue
            lines += [("-", line) for line in before[start:end]]
            lines += [("+", line) for line in after[new_start:new_end]]
    return lines
