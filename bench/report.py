"""Writes the report of a run in Markdown, with a table and charts per work: `python -m bench.report`.

It reads the stored figures, so that its text can change without measuring again.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench.charts import Bar, chart
from bench.figures import Figure, Figures, Mark, Result, Run
from bench.run_file import load
from bench.works import WORKS

ROOT = Path(__file__).resolve().parent.parent
PROFILES = Path(__file__).with_name("profiles.md")
OUT = ROOT / "docs" / "benchmarks.md"
OWN = "Kanban"
HEAD = ("contestant", "measured", "median", "spread", "ratio", "client's CPU", "lost")


def write(run: Run, path: Path = OUT) -> None:
    """Write the report, and its charts into a folder of the same name."""
    folder = path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    for name, text in all_charts(run):
        (folder / name).write_text(text, encoding="utf-8")
    path.write_text(render(run, folder.name, PROFILES.read_text(encoding="utf-8")), encoding="utf-8")


def render(run: Run, folder: str, profiles: str) -> str:
    parts = [
        "# Benchmarks",
        opening(run),
        "## In short",
        short(run),
        *(part for result in run.results for part in of_work(result, folder)),
        "## Profiles",
        profiles.strip(),
        "## The machine",
        table(("", ""), [(cell(name), cell(value)) for name, value in run.facts.items()]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


# ── The page ─────────────────────────────────────────────────────────────────────────────────────
def opening(run: Run) -> str:
    rounds = "one round" if run.rounds == 1 else f"medians of {run.rounds} rounds"
    return (
        f"Measured on {run.began:%d %B %Y} by `{run.command}`, in {run.seconds / 60:.0f} minutes: {rounds},"
        " in which the contestants take turns. The server has a core to itself; the client and the databases"
        " have another. Read the ratios: both sides of each were measured in this run. The spread is the"
        " distance from the lowest to the highest round, as a share of the median."
        f"{unrest(run.noise)}"
    )


def unrest(noise: list[float]) -> str:
    """Describe how noisy the machine was."""
    if len(noise) < 2:
        return ""
    share = (max(noise) - min(noise)) / min(noise)
    return f" The same piece of work took up to {share:.0%} longer at one time than at another."


def short(run: Run) -> str:
    """Summarize all marks in a table, after a list of missed marks and failed works."""
    marks = [(result, mark) for result in run.results for mark in result.marks]
    missed = [mark for _, mark in marks if not mark.reached]
    failed = [
        f"- **{cell(one.work.title)} failed**: {cell(one.failure)}" for one in run.results if one.failure
    ]
    verdict = f"{len(marks) - len(missed)} of {len(marks)} marks are reached."
    not_reached = [f"- Not reached: {cell(mark.text)}: {of_mark(mark)}." for mark in missed]
    rows = [
        (link(result), cell(mark.text), value(mark), limit(mark), reached(mark)) for result, mark in marks
    ]
    listed = "\n".join([*failed, *not_reached])
    head = ("work", "mark", "measured", "wanted", "")
    return "\n\n".join(part for part in (verdict, listed, table(head, rows) if rows else "") if part)


def link(result: Result) -> str:
    anchor = re.sub(r"[^\w\- ]", "", result.work.title.lower()).replace(" ", "-")
    return f"[{cell(result.work.title)}](#{anchor})"


# ── One work ────────────────────────────────────────────────────────────────────────────────────────
def of_work(result: Result, folder: str) -> Iterator[str]:
    yield f"## {result.work.title}"
    yield result.work.explained
    if result.failure:
        yield f"**This work failed, and what is below is not all of it:** {cell(result.failure)}"
    figures = list(result.figures)
    if figures:
        yield table(HEAD, [row(figure, result.figures) for figure in figures])
    elif not result.failure:
        yield "Not measured on this machine."
    for name, measure, _ in charted(result):
        yield f"![{cell(f'{result.work.title}: {measure}')}]({folder}/{name})"
    yield "\n".join(f"- {verdict(mark)}" for mark in result.marks)
    yield "\n".join(f"- {cell(remark)}" for remark in result.remarks)
    yield "\n".join(notes(figures))


def row(figure: Figure, figures: Figures) -> tuple[str, ...]:
    return (
        f"**{cell(figure.contestant)}**" if is_own(figure) else cell(figure.contestant),
        cell(figure.measure),
        cell(amount(figure.median, figure.unit)),
        spread(figure.values),
        to_own(figure, figures),
        "" if figure.client_cpu is None else f"{figure.client_cpu:.0%}",
        f"**{figure.lost}**" if figure.lost else "0",
    )


def to_own(figure: Figure, figures: Figures) -> str:
    """Return the ratio to the product's figure of the same measure; "" if there is nothing to compare."""
    alike = [each for each in figures if each.measure == figure.measure]
    own = next((each for each in alike if is_own(each)), None)
    if own is None or len(alike) < 2 or not own.median:
        return ""
    return f"{figure.median / own.median:.2f} ×"


def is_own(figure: Figure) -> bool:
    return figure.contestant.startswith(OWN)


def spread(values: list[float]) -> str:
    middle = sorted(values)[len(values) // 2]
    return f"{(max(values) - min(values)) / abs(middle):.0%}" if middle and len(values) > 1 else ""


def notes(figures: list[Figure]) -> list[str]:
    return [
        f"- {cell(each.contestant)}, {cell(each.measure)}: {cell(each.note)}" for each in figures if each.note
    ]


# ── Marks ─────────────────────────────────────────────────────────────────────────────────────────
def verdict(mark: Mark) -> str:
    return f"{'Reached' if mark.reached else '**Not reached**'}: {cell(mark.text)}: {of_mark(mark)}."


def of_mark(mark: Mark) -> str:
    return f"{value(mark)}, wanted {limit(mark)}"


def value(mark: Mark) -> str:
    """Format the value of a mark, never rounded to the other side of its limit."""
    for digits in range(2, 6):
        text = f"{mark.value:,.{digits}f}"
        if replace(mark, value=float(text.replace(",", ""))).reached == mark.reached:
            break
    return f"{text} {mark.unit}".strip()


def limit(mark: Mark) -> str:
    return f"{'≥' if mark.least else '≤'} {mark.limit:g} {mark.unit}".strip()


def reached(mark: Mark) -> str:
    return "reached" if mark.reached else "**not reached**"


# ── Charts ────────────────────────────────────────────────────────────────────────────────────────
def all_charts(run: Run) -> Iterator[tuple[str, str]]:
    for result in run.results:
        for name, measure, figures in charted(result):
            bars = [
                Bar(each.contestant, each.median, amount(each.median, each.unit), is_own(each))
                for each in figures
            ]
            yield name, chart(f"{result.work.title}: {measure}", bars)


def charted(result: Result) -> Iterator[tuple[str, str, list[Figure]]]:
    """Yield a chart for each measure of several contestants: its file, the measure, and its figures."""
    for number, measure in enumerate(result.figures.measures, start=1):
        figures = [figure for figure in result.figures if figure.measure == measure]
        if len(figures) > 1:
            yield f"{result.work.name}-{number}.svg", measure, figures


# ── Formatting ─────────────────────────────────────────────────────────────────────────────────────────
def amount(number: float, unit: str) -> str:
    text = f"{number:,.0f}" if abs(number) >= 100 or number == round(number) else f"{number:.3g}"
    return f"{text} {unit}".strip()


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(text: str) -> str:
    """Return `text` on one line, with characters escaped that Markdown or HTML would interpret."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\|*_`\[\]])", r"\\\1", " ".join(escaped.split()))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.report", description=__doc__)
    parser.add_argument("kept", type=Path, nargs="?", default=ROOT / "var" / "bench.json")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    write(load(args.kept, WORKS), args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
