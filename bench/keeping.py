"""A run in a file, work by work: what was measured is not lost when something fails or the report changes."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from bench.figures import Figure, Figures, Result, Run, Work


def save(run: Run, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {**_fields(run), "results": [_result(result) for result in run.results]}
    path.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))


def load(path: Path, works: Iterable[Work]) -> Run:
    told = orjson.loads(path.read_bytes())
    known = {work.name: work for work in works}
    results = told.pop("results")
    run = Run(**{**told, "began": dt.datetime.fromisoformat(told["began"])})
    run.results = [_read(known[result["work"]], result) for result in results if result["work"] in known]
    return run


def _fields(run: Run) -> dict[str, Any]:
    return {
        field.name: getattr(run, field.name) for field in dataclasses.fields(run) if field.name != "results"
    }


def _result(result: Result) -> dict[str, Any]:
    figures = [dataclasses.asdict(figure) for figure in result.figures]
    return {"work": result.work.name, "failure": result.failure, "figures": figures}


def _read(work: Work, told: dict[str, Any]) -> Result:
    figures = Figures(work.name)
    for figure in told["figures"]:
        figures.put(Figure(**figure))
    return Result(work, figures, told["failure"])
