"""All works, in the order of the report. To add one, write a module with a `WORK` and list it here."""

from bench.figures import Work
from bench.works import (
    board_page,
    board_size,
    browser,
    fan_out,
    history,
    hostile,
    idle_memory,
    joining,
    latency,
    moves,
    projects,
    reading_boards,
    search,
    slow_reader,
)

WORKS: list[Work] = [
    fan_out.WORK,
    latency.WORK,
    slow_reader.WORK,
    hostile.WORK,
    idle_memory.WORK,
    joining.WORK,
    moves.WORK,
    projects.WORK,
    board_size.WORK,
    reading_boards.WORK,
    board_page.WORK,
    history.WORK,
    search.WORK,
    browser.WORK,
]
