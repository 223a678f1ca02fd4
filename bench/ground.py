"""What a work stands on: its sizes, and where the databases are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ground:
    smoke: bool
