"""The benchmark report: tables, charts, and targets that were missed."""

import datetime as dt
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench import report
from bench.charts import Bar, chart
from bench.figures import Figures, Mark, Reading, Result, Run, Work, ratio

RATE = "deliveries"


def work(*, least: float = 4, name: str = "fan-out") -> Work:
    def marks(figures: Figures) -> list[Mark]:
        own, peer = figures.find("Kanban, uvicorn", RATE), figures.find("MVP stack", RATE)
        return ratio("deliveries, to the MVP stack's", own, peer, least=least)

    return Work(name, "Events to everyone", "A burst is published.", (), lambda servers, name: [], marks)


def result(*, least: float = 4, failure: str = "") -> Result:
    figures = Figures("fan-out")
    for own, peer in ((50_000, 10_000), (52_000, 10_400), (54_000, 9_900)):
        figures.add("Kanban, uvicorn", Reading(RATE, "/s", own, client_cpu=0.41))
        figures.add("MVP stack", Reading(RATE, "/s", peer, client_cpu=0.2))
    return Result(work(least=least), figures, failure)


def run(*results: Result) -> Run:
    began = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
    facts = {"Django": "5.2.19", "Processor": "AMD | EPYC, 2 cores"}
    return Run("bin/bench", 3, began, 1800, facts, [0.10, 0.12], list(results))


def report_of(*results: Result) -> str:
    return report.render(run(*results), "benchmarks", "What was *seen*.\n")


def test_a_table_has_median_spread_ratio_and_what_the_client_took() -> None:
    lines = report_of(result()).splitlines()
    assert "| contestant | measured | median | spread | ratio | client's CPU | lost |" in lines
    assert "| **Kanban, uvicorn** | deliveries | 52,000 /s | 8% | 1.00 × | 41% | 0 |" in lines
    assert "| MVP stack | deliveries | 10,000 /s | 5% | 0.19 × | 20% | 0 |" in lines


def test_a_mark_that_is_reached_is_said() -> None:
    text = report_of(result())
    assert "1 of 1 marks are reached." in text
    assert "- Reached: deliveries, to the MVP stack's: 5.20 ×, wanted ≥ 4 ×." in text
    assert "ot reached" not in text


def test_a_mark_that_is_missed_is_said_plainly_and_first() -> None:
    text = report_of(result(least=6))
    assert "0 of 1 marks are reached." in text
    assert "- Not reached: deliveries, to the MVP stack's: 5.20 ×, wanted ≥ 6 ×." in text
    assert "- **Not reached**: deliveries" in text
    assert text.index("Not reached") < text.index("## Events to everyone")


def test_rounding_never_makes_a_mark_reached() -> None:
    assert report.value(Mark("", 3.999, 4, least=True)) == "3.999 ×"
    assert report.value(Mark("", 20.0004, 20, least=False, unit="KiB")) == "20.0004 KiB"


def test_what_failed_is_said_with_its_reason() -> None:
    text = report_of(result(failure="MVP stack: Lost: 3 of 9 lost"))
    assert "- **Events to everyone failed**: MVP stack: Lost: 3 of 9 lost" in text
    assert "**This work failed, and what is below is not all of it:**" in text


def test_what_was_lost_stands_out() -> None:
    figures = Figures("fan-out")
    figures.add("MVP stack", Reading(RATE, "/s", 10, lost=7))
    assert "| **7** |" in report_of(Result(work(), figures))


def test_a_work_without_figures_was_not_measured_here() -> None:
    assert "Not measured on this machine." in report_of(Result(work(), Figures("fan-out")))


def test_machine_command_date_and_profiles_are_there() -> None:
    text = report_of(result())
    assert "Measured on 23 November 2026 by `bin/bench`, in 30 minutes: medians of 3 rounds" in text
    assert "took up to 20% longer at one time than at another" in text
    assert "| Django | 5.2.19 |" in text
    assert "## Profiles\n\nWhat was *seen*.\n" in text


def test_the_marks_link_to_their_works_and_the_command_stands_first() -> None:
    text = report_of(result())
    assert "[Events to everyone](#events-to-everyone)" in text
    assert "\n## Events to everyone\n" in text
    assert "`bin/bench" in text.split("\n\n")[1]


@pytest.mark.parametrize(
    ("text", "written"),
    [("a | b", r"a \| b"), ("<b>", "&lt;b&gt;"), ("one\ntwo", "one two"), ("[x](y) *z*", r"\[x\](y) \*z\*")],
)
def test_text_cannot_break_out_of_its_cell(text: str, written: str) -> None:
    assert report.cell(text) == written


def test_a_cell_of_the_machine_is_escaped_too() -> None:
    assert r"| Processor | AMD \| EPYC, 2 cores |" in report_of(result())


# ── Charts ────────────────────────────────────────────────────────────────────────────────────────

BARS = [Bar("Kanban", 50, "50 /s", own=True), Bar('<script> & "co"', 25, "25 /s", own=False)]


def parts(svg: str, name: str) -> list[ET.Element]:
    return ET.fromstring(svg).findall(f".//{{http://www.w3.org/2000/svg}}{name}")


def test_a_chart_is_drawn_to_scale_with_the_product_in_its_colour() -> None:
    own, other = parts(chart("Deliveries", BARS), "rect")
    assert (own.get("class"), other.get("class")) == ("own", "bar")
    assert float(own.attrib["width"]) == 2 * float(other.attrib["width"])


def test_a_chart_says_in_words_what_it_shows_and_runs_nothing() -> None:
    svg = chart("Deliveries < 1 s", BARS)
    assert [each.text for each in parts(svg, "title")] == ["Deliveries < 1 s"]
    assert [each.text for each in parts(svg, "desc")] == ['Kanban: 50 /s; <script> & "co": 25 /s']
    assert parts(svg, "script") == []
    assert "prefers-color-scheme:dark" in svg


@pytest.mark.parametrize("value", [0, -3])
def test_a_bar_of_nothing_can_still_be_drawn(value: float) -> None:
    [bar] = parts(chart("Memory", [Bar("Kanban", value, "0", own=True)]), "rect")
    assert float(bar.attrib["width"]) > 0


def test_a_report_is_written_with_its_charts_and_without_old_ones(tmp_path: Path) -> None:
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    (folder / "old.svg").touch()
    report.write(run(result()), tmp_path / "benchmarks.md")
    assert [path.name for path in folder.iterdir()] == ["fan-out-1.svg"]
    assert "(benchmarks/fan-out-1.svg)" in (tmp_path / "benchmarks.md").read_text()


def test_one_contestant_alone_has_no_chart() -> None:
    figures = Figures("fan-out")
    figures.add("Kanban, uvicorn", Reading(RATE, "/s", 1))
    assert list(report.charted(Result(work(), figures))) == []
