"""The works, in the order of the report. A new one is a module with a `WORK`, and a line here."""

from bench.figures import Work
from bench.works import board_size, fan_out, idle_memory, joining, latency, moves, projects, slow_reader

WORKS: list[Work] = [
    fan_out.WORK,
    latency.WORK,
    slow_reader.WORK,
    idle_memory.WORK,
    joining.WORK,
    moves.WORK,
    projects.WORK,
    board_size.WORK,
]
