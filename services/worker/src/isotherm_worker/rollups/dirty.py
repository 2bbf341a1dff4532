"""What was noted as dirty: taken up by one transaction, and by sensor."""

from collections.abc import Iterable, Mapping, Sequence

from isotherm.history.readings import micros
from isotherm_worker.jobs import Connection
from isotherm_worker.rollups.subjects import LATEST, moment

Range = tuple[int, int]
"""Both ends included, in µs since 1970."""

_TAKE = """
DELETE FROM dirty WHERE id IN (
    SELECT id FROM dirty WHERE sensor_id IS NULL OR NOT sensor_id = ANY($3::int[])
    ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING channel_id, sensor_id, greatest(since, 'epoch') AS since, least(until, $2) AS until
"""
_FED = """
SELECT i.sensor_id, greatest(lower(i.during), n.since) AS since,
    least(upper(i.during), n.until) AS until
FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) AS n (channel_id, since, until)
JOIN installation i ON i.channel_id = n.channel_id
    AND i.during && tstzrange(n.since, n.until, '[]')
"""
_LEAVE = "INSERT INTO dirty (sensor_id, since, until) VALUES ($1, $2, $3)"


async def take(
    connection: Connection, at_once: int, but: Sequence[int] = ()
) -> dict[int, list[Range]]:
    """The oldest notes that nobody else is at, by sensor: they end with this transaction.

    Those of the sensors `but` stay. A note of a channel is of the sensors that it fed then, as
    later statements see it; who changes that afterwards leaves a note.
    """
    notes = await connection.fetch(_TAKE, at_once, LATEST, list(but))
    found: dict[int, list[Range]] = {}
    channels = [each for each in notes if each["channel_id"] is not None]
    fed = await connection.fetch(
        _FED, *([each[name] for each in channels] for name in ("channel_id", "since", "until"))
    )
    for each in (*fed, *(each for each in notes if each["sensor_id"] is not None)):
        span = micros(each["since"]), micros(each["until"])
        found.setdefault(each["sensor_id"], []).append(span)
    return found


async def leave(connection: Connection, rest: Mapping[int, Sequence[Range]]) -> None:
    """Notes what this transaction does not do."""
    await connection.executemany(
        _LEAVE,
        [
            (sensor, moment(since), moment(until))
            for sensor, spans in rest.items()
            for since, until in spans
        ],
    )


def merged(spans: Iterable[Range]) -> list[Range]:
    """The same ranges by time; those that overlap or touch made one."""
    found: list[Range] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((since, until))
    return found
