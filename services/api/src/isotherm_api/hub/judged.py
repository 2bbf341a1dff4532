"""Sensors judged for the streams."""

from collections.abc import Sequence
from datetime import datetime

from isotherm.database import Connection
from isotherm.instants import from_ms
from isotherm.sensors import current
from isotherm.sensors.since import load_since
from isotherm.sensors.state import State, judge
from isotherm_api.current.documents import JudgedSensor, judged_sensor
from isotherm_api.hub.board import Board
from isotherm_api.ranges import ms


async def load_judged(
    connection: Connection, board: Board, sensor_ids: Sequence[int], now: datetime
) -> list[JudgedSensor]:
    """Read and judge sensors.

    Read when a state began only for sensors new to the board, and if no newer reading is the cause.
    """
    rows = await current.load_by_id(connection, now, sensor_ids)
    since: dict[int, datetime | None] = {}
    unknown: list[tuple[current.Row, State]] = []
    judgements = [judge(row, now) for row in rows]
    for row, judgement in zip(rows, judgements, strict=True):
        before = board.get(row["id"])
        if before is None or _changed_alone(before, row, judgement.state):
            unknown.append((row, judgement.state))
        elif before.sensor.state != judgement.state:
            since[row["id"]] = row["measured_at"]
        elif before.sensor.since is not None:
            since[row["id"]] = from_ms(before.sensor.since)
    since.update(await load_since(connection, unknown, now))
    return [
        judged_sensor(row, judgement, since.get(row["id"]))
        for row, judgement in zip(rows, judgements, strict=True)
    ]


def _changed_alone(before: JudgedSensor, row: current.Row, state: State) -> bool:
    """Return whether the state differs although the newest reading is the same."""
    latest = before.sensor.latest
    known = None if latest is None else latest.time
    return before.sensor.state != state and known == ms(row["measured_at"])
