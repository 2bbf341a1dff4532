"""News of devices: whether they are connected, and how far their clocks are ahead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import asyncpg
import numpy as np
from numpy.typing import NDArray

from isotherm.instants import to_datetime
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Status
from isotherm_ingest.batch.rows import Columns
from isotherm_ingest.mqtt.arrivals import Message

_SKEW_CHANGE_MS = 10_000
"""Smaller changes of a clock error are not written."""

_CONNECTIONS = """
UPDATE device d SET connection = t.connection, connection_at = t.at
FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS t(name, connection, at)
WHERE d.name = t.name AND d.connection IS DISTINCT FROM t.connection
    AND (d.connection_at IS NULL OR d.connection_at <= t.at)
"""
_SKEWS = """
UPDATE device d SET clock_skew_ms = t.skew FROM unnest($1::text[], $2::int8[]) AS t(name, skew)
WHERE d.name = t.name AND d.clock_skew_ms IS DISTINCT FROM t.skew
"""


@dataclass(slots=True)
class Devices:
    """News of devices that is not written yet."""

    _connections: dict[str, tuple[bool, int]] = field(default_factory=dict)
    _skews: dict[str, int | None] = field(default_factory=dict)
    _written: dict[str, int | None] = field(default_factory=dict)
    _known_right: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    """By channel id: whether the device's clock is known to be right, from a plain reading."""

    @property
    def waiting(self) -> bool:
        """Whether anything is waiting to be written."""
        return bool(self._connections or self._skews)

    def committed(
        self, batch: Batch, skews: Mapping[str, int | None], columns: Columns | None
    ) -> None:
        """Remember a committed batch: statuses, clock errors (ms) and plain readings."""
        if columns is not None:
            self.remember_columns(columns, batch)
        self.remember(batch.statuses, skews)

    def remember(
        self, statuses: Iterable[tuple[Message, Status]], skews: Mapping[str, int | None]
    ) -> None:
        """Remember statuses and clock errors (ms) of a committed batch."""
        for message, status in statuses:
            self._connections[status.device] = (status.online, message.received_at)
        for device, skew in skews.items():
            if device not in self._written or _differs(self._written[device], skew):
                self._skews[device] = skew
                if skew is not None:
                    self._known_right[:] = False  # learned again from the next reading

    def remember_columns(self, columns: Columns, batch: Batch) -> None:
        """Remember from plain readings that the clocks of devices that sent a time are right."""
        if not len(columns):
            return
        top = int(columns.channel_id[-1])
        if top >= len(self._known_right):
            self._known_right = np.concatenate([self._known_right, np.zeros(top + 1024, np.bool_)])
        new = ~self._known_right[columns.channel_id] & ~columns.untimed
        if not new.any():
            return
        fresh = columns.taken(new)
        self._known_right[fresh.channel_id] = True
        _, first = np.unique(fresh.channel_id, return_index=True)
        messages = (batch.message(int(origin)) for origin in fresh.origin[first])
        self.remember((), {message.topic.split("/")[1]: None for message in messages})

    async def flush(self, connection: asyncpg.Connection) -> None:
        """Write all that is waiting; after a failure it keeps waiting."""
        connections, skews = self._connections, self._skews
        self._connections, self._skews = {}, {}
        try:
            async with connection.transaction():
                await connection.execute(
                    _CONNECTIONS,
                    list(connections),
                    ["online" if online else "offline" for online, _ in connections.values()],
                    [to_datetime(at) for _, at in connections.values()],
                )
                await connection.execute(_SKEWS, list(skews), list(skews.values()))
        except BaseException:
            self._connections, self._skews = connections | self._connections, skews | self._skews
            raise
        self._written |= skews


def _differs(before: int | None, after: int | None) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(before - after) > _SKEW_CHANGE_MS
