"""The result of a transaction, and its counts for the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from isotherm.instants import DAY, HOUR
from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Refusal, shown
from isotherm_ingest.batch.ledger import Ledger
from isotherm_ingest.batch.refused import Refused, conflict
from isotherm_ingest.batch.rows import Columns
from isotherm_ingest.place.place_batch import PlacedBatch
from isotherm_ingest.store.readings import Kept


@dataclass(slots=True)
class Stored:
    """The result of a committed transaction."""

    kept: Kept
    """The result of storing rows."""
    columns: Columns | None
    """The plain readings, all stored."""
    refused: list[Refused]
    ledger: Ledger
    doubted: Sequence[tuple[int, int]] = ()
    """Channel ids and instants (µs) of earlier readings whose time has become unsure."""
    days: dict[tuple[int, int], int] = field(default_factory=dict)
    """How many readings, by hour of receipt (µs) and day of measurement (days since 1970)."""
    row_id: int | None = None
    """Id of the row in `untimed`, if one was written."""


def sum_up(batch: PlacedBatch, kept: Kept, copied: int) -> Stored:
    """Count the results of storing, by the hour in which each message was received.

    `copied` is how many readings the server says it stored. If it differs from the number sent, the
    difference must show in the ledger.
    """
    columns = batch.columns
    stored = Stored(kept, columns, list(batch.refused), batch.ledger.copy(), batch.doubted)
    for hour, counts in stored.ledger.items():
        stored.ledger[hour] = replace(counts)
    days = stored.days
    for row in kept.stored:
        key = row.message.hour, row.measured_at // DAY
        days[key] = days.get(key, 0) + 1
    if columns:
        hours = columns.received - columns.received % HOUR
        keys = np.stack([hours, columns.at // DAY])
        for (hour, day), count in zip(*count_pairs(keys), strict=True):
            days[hour, day] = days.get((hour, day), 0) + count
    for (hour, _), count in days.items():
        stored.ledger[hour].stored += count
    if missing := len(kept.stored) + len(columns or ()) - copied:
        (hour, day), count = next(iter(days.items()))
        days[hour, day] = count - missing
        stored.ledger[hour].stored -= missing
    _refuse(stored, kept)
    return stored


def _refuse(stored: Stored, kept: Kept) -> None:
    """Count duplicates, conflicts and rows that the server refused."""
    for row in kept.duplicates:
        stored.ledger[row.message.hour].duplicate += 1
    for row, value in kept.conflicts:
        stored.refused.append(conflict(row, value))
        stored.ledger[row.message.hour].rejected += 1
    for row, error in kept.poison:
        refusal = Refusal(Reason.REFUSED, shown(error, 200), row.index)
        stored.refused.append(Refused(row.message, *row.names, refusal))
        stored.ledger[row.message.hour].rejected += 1


def count_pairs(keys: NDArray[np.int64]) -> tuple[list[list[int]], list[int]]:
    """Return the distinct columns of a 2 by n array, and how often each occurs."""
    if (keys == keys[:, :1]).all():
        return [keys[:, 0].tolist()], [keys.shape[1]]
    pairs, counts = np.unique(keys, axis=1, return_counts=True)
    return pairs.T.tolist(), counts.tolist()
