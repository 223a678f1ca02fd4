"""The data of a run: readings of one round, figures over all rounds, and the marks of a work."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.servers import Servers


@dataclass(frozen=True)
class Reading:
    """One value of one round.

    `client_cpu` is the load client's share of its core, from 0 to 1; `core_busy` the share of that core that
    was busy at all, databases included. `lost` counts what was sent and did not arrive.
    """

    measure: str
    unit: str
    value: float
    client_cpu: float | None = None
    core_busy: float | None = None
    lost: int = 0
    note: str = ""


@dataclass
class Figure:
    """One measure of one contestant in one work, with a value per round."""

    work: str
    contestant: str
    measure: str
    unit: str
    values: list[float] = field(default_factory=list)
    client_cpus: list[float] = field(default_factory=list)
    cores_busy: list[float] = field(default_factory=list)
    lost: int = 0
    note: str = ""

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def client_cpu(self) -> float | None:
        """The share of the busiest round."""
        return max(self.client_cpus, default=None)

    @property
    def core_busy(self) -> float | None:
        return max(self.cores_busy, default=None)

    def add(self, reading: Reading) -> None:
        self.values.append(reading.value)
        self.lost += reading.lost
        self.note = reading.note or self.note
        if reading.client_cpu is not None:
            self.client_cpus.append(reading.client_cpu)
        if reading.core_busy is not None:
            self.cores_busy.append(reading.core_busy)


class Figures:
    """The figures of one work, in the order of their first reading."""

    def __init__(self, work: str) -> None:
        self.work = work
        self._all: dict[tuple[str, str], Figure] = {}

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._all.values())

    def add(self, contestant: str, reading: Reading) -> None:
        key = (contestant, reading.measure)
        if key not in self._all:
            self.put(Figure(self.work, contestant, reading.measure, reading.unit))
        self._all[key].add(reading)

    def put(self, figure: Figure) -> None:
        self._all[figure.contestant, figure.measure] = figure

    def find(self, contestant: str, measure: str) -> Figure | None:
        """Return a figure, or None if it was not measured: a contestant may be missing on this machine."""
        return self._all.get((contestant, measure))

    @property
    def contestants(self) -> list[str]:
        return list(dict.fromkeys(contestant for contestant, _ in self._all))

    @property
    def measures(self) -> list[str]:
        return list(dict.fromkeys(measure for _, measure in self._all))


@dataclass(frozen=True)
class Mark:
    """A target. `value` is a ratio of two medians, or in `unit`; with `least` the limit is a minimum."""

    text: str
    value: float
    limit: float
    least: bool
    unit: str = "×"

    @property
    def reached(self) -> bool:
        return self.value >= self.limit if self.least else self.value <= self.limit


def ratio(
    text: str, of: Figure | None, to: Figure | None, *, least: float | None = None, most: float | None = None
) -> list[Mark]:
    """Return the mark of a ratio in a list; the list is empty if one of the two figures was not measured."""
    limit = least if least is not None else most
    if of is None or to is None or limit is None:
        return []
    return [Mark(text, of.median / to.median, limit, least is not None)]


def absolute(
    text: str, of: Figure | None, *, least: float | None = None, most: float | None = None
) -> list[Mark]:
    limit = least if least is not None else most
    if of is None or limit is None:
        return []
    return [Mark(text, of.median, limit, least is not None, of.unit)]


def nothing(figures: Figures) -> list[str]:
    return []


@dataclass(frozen=True)
class Work:
    """One benchmark.

    `measure` runs one round of one contestant, complete from start to end, so that rounds of different
    contestants can take turns. For the report, `explained` says how it is measured, and `remarks` returns
    further observations.
    """

    name: str
    title: str
    explained: str
    contestants: Sequence[str]
    measure: Callable[["Servers", str], list[Reading]]
    marks: Callable[[Figures], list[Mark]]
    remarks: Callable[[Figures], list[str]] = nothing


@dataclass
class Result:
    """The outcome of a work. `failure` is the reason if figures are missing."""

    work: Work
    figures: Figures
    failure: str = ""

    @property
    def marks(self) -> list[Mark]:
        return self.work.marks(self.figures)

    @property
    def remarks(self) -> list[str]:
        return self.work.remarks(self.figures)


@dataclass
class Run:
    """A whole run. `noise`: the seconds that a fixed computation took before each round."""

    command: str
    rounds: int
    began: dt.datetime
    seconds: float = 0.0
    facts: dict[str, str] = field(default_factory=dict)
    noise: list[float] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
