"""How much of everything: for figures that are kept, and for a look whether all of it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    sockets: int
    burst: int
    """Events published at once."""
    slow_burst: int
    """The same for contestants that would need minutes for the other."""
    latency_events: int
    owed_megabytes: float
    others: int
    """Sockets beside the one that never reads."""
    replayed: int
    in_flight: int
    seconds: float
    """For which moves are made."""
    projects: int
    cards: int
    many_cards: int
    single_moves: int
    """One after another, on each of two boards."""
    pause: float
    """Seconds that sockets are left alone before their memory is read."""


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
    pause=0.2,
)
