"""The works, in the order of the report. A new one is a module with a `WORK`, and a line here."""

from bench.figures import Work
from bench.works import fan_out, joining, latency, moves

WORKS: list[Work] = [fan_out.WORK, latency.WORK, joining.WORK, moves.WORK]
