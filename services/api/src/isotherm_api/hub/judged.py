"""Sensors judged for the streams."""

from collections.abc import Sequence
from datetime import datetime

from isotherm.database import Connection
from isotherm.instants import from_ms
from isotherm.sensors import current
from isotherm.sensors.since import load_since
from isotherm.sensors.state import DATED, State, judge
from isotherm_api.current.documents import JudgedSensor, judged_sensor, limits_document
from isotherm_api.hub.board import Board


async def load_judged(
    connection: Connection,
    board: Board,
    sensor_ids: Sequence[int],
    now: datetime,
    *,
    anew: bool = False,
) -> list[JudgedSensor]:
    """Read and judge sensors, without those that have been archived meanwhile.

    Read when a state began only for sensors new to the board, and if state or limits have changed.
    With `anew`, read it for all of them: corrections may have been made or undone.
    """
    rows = [
        row
        for row in await current.load_by_id(connection, now, sensor_ids)
        if row["archived_at"] is None and row["site_archived_at"] is None
    ]
    since: dict[int, datetime | None] = {}
    unknown: list[tuple[current.Row, State]] = []
    judgements = [judge(row, now) for row in rows]
    for row, judgement in zip(rows, judgements, strict=True):
        before = board.get(row["id"])
        if anew or before is None or _began_anew(before, row, judgement.state):
            unknown.append((row, judgement.state))
        elif before.sensor.since is not None:
            since[row["id"]] = from_ms(before.sensor.since)
    since.update(await load_since(connection, unknown, now))
    return [
        judged_sensor(row, judgement, since.get(row["id"]))
        for row, judgement in zip(rows, judgements, strict=True)
    ]


def _began_anew(before: JudgedSensor, row: current.Row, state: State) -> bool:
    """Return whether a state may have begun at another instant than the one that was sent last.

    The newest reading does not say when: it may be one of several that arrived together, or end a
    gap in an excursion.
    """
    if state not in DATED:
        return False
    limits = before.sensor.limits
    document = None if limits is None else limits.model_dump()
    return before.sensor.state != state or document != limits_document(row)
