"""Stores a run in a file after each work, so that failures and changes of the report lose no figures."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from bench.figures import Figure, Figures, Result, Run, Work


def save(run: Run, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {**_fields(run), "results": [_result(result) for result in run.results]}
    path.write_bytes(orjson.dumps(data, option=orjson.OPT_INDENT_2))


def load(path: Path, works: Iterable[Work]) -> Run:
    data = orjson.loads(path.read_bytes())
    known = {work.name: work for work in works}
    results = data.pop("results")
    run = Run(**{**data, "began": dt.datetime.fromisoformat(data["began"])})
    run.results = [
        _parse_result(known[result["work"]], result) for result in results if result["work"] in known
    ]
    return run


def _fields(run: Run) -> dict[str, Any]:
    return {
        field.name: getattr(run, field.name) for field in dataclasses.fields(run) if field.name != "results"
    }


def _result(result: Result) -> dict[str, Any]:
    figures = [dataclasses.asdict(figure) for figure in result.figures]
    return {"work": result.work.name, "failure": result.failure, "figures": figures}


def _parse_result(work: Work, data: dict[str, Any]) -> Result:
    figures = Figures(work.name)
    for figure in data["figures"]:
        figures.put(Figure(**figure))
    return Result(work, figures, data["failure"])
