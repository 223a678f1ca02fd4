"""The sizes of measurements: of a full run, and of a smoke run that only checks that everything works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    sockets: int
    burst: int
    """Events published at once."""
    slow_burst: int
    """Events published at once to contestants that would need minutes for `burst`."""
    latency_events: int
    owed_megabytes: float
    others: int
    """Sockets besides the one that never reads."""
    replayed: int
    in_flight: int
    seconds: float
    """How long moves are measured."""
    projects: int
    cards: int
    many_cards: int
    single_moves: int
    """Sequential moves on each of two boards."""
    searched_cards: int
    searched_messages: int
    pause: float
    """Seconds of idling before memory is measured."""


FULL = Sizes(
    sockets=1000,
    burst=250,
    slow_burst=40,
    latency_events=75,
    owed_megabytes=50,
    others=100,
    replayed=20,
    in_flight=32,
    seconds=5,
    projects=50,
    cards=100,
    many_cards=10_000,
    single_moves=400,
    searched_cards=200_000,
    searched_messages=1_000_000,
    pause=5,
)
SMOKE = Sizes(
    sockets=12,
    burst=5,
    slow_burst=3,
    latency_events=3,
    owed_megabytes=0.5,
    others=4,
    replayed=3,
    in_flight=4,
    seconds=0.3,
    projects=4,
    cards=20,
    many_cards=200,
    single_moves=5,
    searched_cards=200,
    searched_messages=1_000,
    pause=0.2,
)
