"""The works, in the order of the report. A new one is a module with a `WORK`, and a line here."""

from bench.figures import Work

WORKS: list[Work] = []
