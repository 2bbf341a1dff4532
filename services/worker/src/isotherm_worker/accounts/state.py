"""The row that tells people how the administration of the broker is doing, and what they want."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from isotherm.database import Connection

WANTED_FOR = timedelta(minutes=10)
"""A request that waited longer, because no worker was running, is ignored."""
MOST_SHOWN = 1000

_READ = """
SELECT generation, broker_generation, held_since, check_wanted_at, apply_wanted_at, wanted_by,
    checked_at, now() AS now
FROM account_state
"""
_SEEN = "UPDATE account_state SET seen_at = now()"
_CONNECTED = "UPDATE account_state SET seen_at = now(), connected = $1, error = $2"
_CHECKED = """
UPDATE account_state SET checked_at = $4, differences = $1::jsonb, difference_count = $2,
    held_since = CASE WHEN $3 THEN coalesce(held_since, now()) END
"""
_NOT_ADMINISTERED = """
UPDATE account_state SET seen_at = now(), connected = false, error = $1, checked_at = NULL,
    held_since = NULL, differences = '[]', difference_count = 0
"""
_APPLIED = "UPDATE account_state SET apply_wanted_at = NULL WHERE apply_wanted_at <= $1"
_OVERTAKE = """
UPDATE account_state SET generation = greatest(generation, $1::bigint + 1) RETURNING generation
"""
_BROKER_GENERATION = "UPDATE account_state SET broker_generation = $1"


@dataclass(frozen=True, slots=True)
class State:
    """The row when a round began; `generation` is that of the accounts wanted then."""

    generation: int
    broker_generation: int | None
    """The generation that worker last gave to the broker, as far as the database knows."""
    held_since: datetime | None
    check_wanted: bool
    apply_wanted_at: datetime | None
    wanted_by: str | None
    now: datetime

    def is_ahead(self, broker: int | None) -> bool:
        """Return whether a broker that has this generation is ahead of the database.

        Worker notes each generation before it gives it to the broker. A broker that has a greater
        one got it from a database that is no more: this one was restored from a backup.
        """
        if broker is None:
            return False
        noted = self.generation if self.broker_generation is None else self.broker_generation
        if self.held_since is not None and broker == noted:
            return True
        return broker > min(noted, self.generation)


async def read_state(connection: Connection) -> State:
    """Return the row, without requests that are too old."""
    row = await connection.fetchrow(_READ)
    if row is None:
        raise LookupError("account_state has no row")
    now, checked = row["now"], row["checked_at"]
    check, apply = row["check_wanted_at"], row["apply_wanted_at"]
    return State(
        generation=row["generation"],
        broker_generation=row["broker_generation"],
        held_since=row["held_since"],
        check_wanted=check is not None and (checked is None or checked < check),
        apply_wanted_at=apply if apply is not None and now - apply < WANTED_FOR else None,
        wanted_by=row["wanted_by"],
        now=now,
    )


async def update_seen(connection: Connection) -> None:
    """Record that a worker looks after the accounts."""
    await connection.execute(_SEEN)


async def update_connected(connection: Connection, error: str | None) -> None:
    """Record whether the administration can be used; `error` is why not."""
    await connection.execute(_CONNECTED, error is None, error)


async def update_checked(
    connection: Connection,
    differences: Iterable[Mapping[str, Any]],
    at: datetime,
    *,
    held: bool,
) -> None:
    """Record what a comparison found and did not mend.

    `at` is when it began: what was asked for since then is still to be done.
    """
    rows = list(differences)
    shown = json.dumps(rows[:MOST_SHOWN])
    await connection.execute(_CHECKED, shown, len(rows), held, at)


async def update_not_administered(connection: Connection, why: str) -> None:
    """Record that this worker administers no broker."""
    await connection.execute(_NOT_ADMINISTERED, why)


async def update_applied(connection: Connection, wanted_at: datetime) -> None:
    """Record that what was wanted at that instant is done."""
    await connection.execute(_APPLIED, wanted_at)


async def update_generation_past(connection: Connection, broker: int) -> int:
    """Make the database's generation greater than the broker's, and return it."""
    generation: int = await connection.fetchval(_OVERTAKE, broker)
    return generation


async def update_broker_generation(connection: Connection, generation: int | None) -> None:
    """Record the generation that the broker has, or is about to get."""
    await connection.execute(_BROKER_GENERATION, generation)
