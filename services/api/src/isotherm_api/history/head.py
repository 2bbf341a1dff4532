"""How far a sensor is rolled up, and what its latest change was."""

from dataclasses import dataclass

import asyncpg

from isotherm.history.segments import complete_from, decode_corrections
from isotherm.instants import ALWAYS, Micros, to_micros


@dataclass(frozen=True, slots=True)
class Head:
    """Where a sensor's rollups and raw readings begin and end; instants in µs since 1970."""

    rolled_to: Micros
    """ALWAYS if nothing is rolled up."""
    horizon: Micros
    """Before it, not all readings of the sensor are still stored: see `complete_from`."""
    closed_to: Micros
    """Every change of what is before it changes `state`."""
    first: Micros | None
    """The first reading that is rolled up."""
    state: tuple[int | None, int | None]
    """Revision of the rollups, and newest dirty range."""

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "Head":
        """Return the head that a row of `frames` holds."""
        horizon = ALWAYS if row["horizon"] is None else row["horizon"]
        return cls(
            ALWAYS if row["rolled_to"] is None else to_micros(row["rolled_to"]),
            complete_from(decode_corrections(row["corrections"]), horizon),
            ALWAYS if row["closed_to"] is None else row["closed_to"],
            None if row["first_at"] is None else to_micros(row["first_at"]),
            (row["revision"], row["dirty"]),
        )
