"""News of devices: whether they are connected, and the errors of their clocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

import asyncpg

from isotherm.instants import to_datetime
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Lead, Status
from isotherm_ingest.batch.rows import Columns
from isotherm_ingest.latest.clock_errors import ClockErrors
from isotherm_ingest.latest.plain_clocks import PlainClocks
from isotherm_ingest.mqtt.arrivals import Message

_SKEW_CHANGE_MS = 10_000
"""Smaller changes of a clock error are not written."""

_CONNECTIONS = """
UPDATE device d SET connection = t.connection, connection_at = t.at
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::bool[])
    AS t(name, connection, at, again)
WHERE d.name = t.name AND (d.connection_at IS NULL OR d.connection_at <= t.at)
    AND (d.connection IS DISTINCT FROM t.connection OR t.connection = 'offline' AND NOT t.again)
"""
"""A device that sleeps says `offline` after each reading: since then it is asleep, not since the
first time. A retained `offline` that the broker delivers again (`again`) is no news."""
_SKEWS = """
UPDATE device d SET clock_skew_ms = t.skew FROM unnest($1::text[], $2::int8[]) AS t(name, skew)
WHERE d.name = t.name AND d.clock_skew_ms IS DISTINCT FROM t.skew
"""


@dataclass(slots=True)
class Devices:
    """News of devices that is not written yet."""

    errors: ClockErrors = field(default_factory=ClockErrors)
    _plain: PlainClocks = field(default_factory=PlainClocks)
    _connections: dict[str, tuple[bool, int, bool]] = field(default_factory=dict)
    _skews: dict[str, int | None] = field(default_factory=dict)
    _written: dict[str, int | None] = field(default_factory=dict)

    @property
    def waiting(self) -> bool:
        """Whether anything is waiting to be written."""
        return bool(self._connections or self._skews)

    def committed(
        self,
        batch: Batch,
        leads: Mapping[str, Lead],
        columns: Columns | None,
    ) -> None:
        """Remember a committed batch: statuses, and what its times show about clocks.

        `leads` has of each device when a message was published, and how far its newest time was
        ahead, negative if behind. `columns` are plain readings. Of a device that sent several
        messages the greatest lead counts: an old reading is no lag if a new one comes with it.
        """
        merged = dict(leads)
        if columns is not None:
            for device, lead in self._plain.news(columns, batch):
                merged[device] = max(lead, merged.get(device, lead), key=itemgetter(1))
        for device, lead in merged.items():
            self._judge(device, lead)
        self.remember(batch.statuses, {})

    def _judge(self, device: str, lead: Lead) -> None:
        shown, skew_ms = self.errors.judge(device, *lead)
        self._plain.settle(device, shown and skew_ms is None)
        if shown:
            self.remember((), {device: skew_ms})

    def remember(
        self, statuses: Iterable[tuple[Message, Status]], skews: Mapping[str, int | None]
    ) -> None:
        """Remember statuses and clock errors (ms) of a committed batch."""
        for message, status in statuses:
            self._connections[status.device] = (
                status.online, message.received_at, message.retained,
            )  # fmt: skip
        for device, skew in skews.items():
            known = self._skews if device in self._skews else self._written
            if device not in known or _differs(known[device], skew):
                self._skews[device] = skew

    async def flush(self, connection: asyncpg.Connection) -> None:
        """Write all that is waiting; after a failure it keeps waiting."""
        connections, skews = self._connections, self._skews
        self._connections, self._skews = {}, {}
        self._written |= skews  # news that arrives meanwhile is compared with what is being written
        try:
            async with connection.transaction():
                await connection.execute(
                    _CONNECTIONS,
                    list(connections),
                    ["online" if online else "offline" for online, _, _ in connections.values()],
                    [to_datetime(at) for _, at, _ in connections.values()],
                    [retained for _, _, retained in connections.values()],
                )
                await connection.execute(_SKEWS, list(skews), list(skews.values()))
        except BaseException:
            self._connections, self._skews = connections | self._connections, skews | self._skews
            raise


def _differs(before: int | None, after: int | None) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(before - after) > _SKEW_CHANGE_MS
