"""Bundles: which readings came in one message, so that intervals are learned from messages.

Plain messages have one element each and make none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import asyncpg

from isotherm.instants import to_datetime
from isotherm_ingest.batch.rows import Row

_INSERT = """
INSERT INTO bundle (channel_id, since, until, received_at)
SELECT * FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
ON CONFLICT DO NOTHING
"""


@dataclass(slots=True, frozen=True)
class Bundle:
    """The first and last instant (µs) of the readings of a message with several."""

    channel_id: int
    since: int
    until: int
    received_at: int


async def insert_bundles(connection: asyncpg.Connection, stored: Iterable[Row]) -> None:
    """Insert the bundles of stored readings, in the transaction that stores them."""
    if bundles := bundles_of(stored):
        await connection.execute(
            _INSERT,
            [bundle.channel_id for bundle in bundles],
            [to_datetime(bundle.since) for bundle in bundles],
            [to_datetime(bundle.until) for bundle in bundles],
            [to_datetime(bundle.received_at) for bundle in bundles],
        )


def bundles_of(stored: Iterable[Row]) -> Sequence[Bundle]:
    """Return a bundle for each message of which two or more readings of a channel were stored."""
    rows: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in stored:
        if row.index is not None:
            rows[row.channel_id, id(row.message)].append(row)
    return [
        Bundle(
            channel_id,
            min(row.measured_at for row in together),
            max(row.measured_at for row in together),
            together[0].received_at,
        )
        for (channel_id, _), together in rows.items()
        if len(together) > 1
    ]
