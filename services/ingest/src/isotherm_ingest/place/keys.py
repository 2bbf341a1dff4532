"""One row per key: a channel has at most one reading at an instant."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from isotherm_ingest.batch.rows import Columns, Row


def collides(columns: Columns | None, rows: Sequence[Row]) -> bool:
    """Return whether a key occurs twice in the columns, or in the columns and a row."""
    if columns is None or not len(columns):
        return False
    if _has_duplicates(columns):
        return True
    if not rows:
        return False
    channels = np.concatenate([columns.channel_id, [row.channel_id for row in rows]])
    at = np.concatenate([columns.at, [row.measured_at for row in rows]])
    order = np.lexsort((at, channels))
    channels, at = channels[order], at[order]
    return bool(((channels[1:] == channels[:-1]) & (at[1:] == at[:-1])).any())


def _has_duplicates(columns: Columns) -> bool:
    """Return whether two readings, sorted by key, have the same key."""
    same = (columns.at[1:] == columns.at[:-1]) & (columns.channel_id[1:] == columns.channel_id[:-1])
    return bool(same.any())


def order(row: Row) -> tuple[int, int, int]:
    """Sort by key, then by arrival: the first reading of a key is the one that is stored."""
    return row.channel_id, row.measured_at, row.origin


def repeats(rows: Sequence[Row]) -> bool:
    """Return whether two rows, sorted by key, have the same key."""
    return any(
        a.measured_at == b.measured_at and a.channel_id == b.channel_id for a, b in pairwise(rows)
    )


def one_per_key(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Return one row per key, sorted by key, and the other rows of the same keys.

    A row whose instant ingest chose is moved on by 1 µs until its key is free. Rows with a time of
    their own keep it; all but the first of a key are returned as the other rows.
    """
    by_key: dict[tuple[int, int], Row] = {}
    followers: list[Row] = []
    # rows with a time of their own come first: the others move out of their way
    for row in sorted(rows, key=lambda row: row.untimed):
        first = by_key.get(_key(row))
        while first is not None and row.untimed:
            row.measured_at += 1
            first = by_key.get(_key(row))
        if first is None:
            by_key[_key(row)] = row
        else:
            followers.append(row)
    return sorted(by_key.values(), key=_key), followers


def _key(row: Row) -> tuple[int, int]:
    return row.channel_id, row.measured_at
