"""Judged sensors and when their states began."""

from collections.abc import Sequence
from datetime import datetime

from isotherm.database import Connection
from isotherm.sensors import current
from isotherm.sensors.since import load_since
from isotherm.sensors.state import judge
from isotherm_api.current.documents import JudgedSensor, judged_sensor


async def load_judged(
    connection: Connection, rows: Sequence[current.Row], now: datetime
) -> list[JudgedSensor]:
    """Judge rows of `isotherm.sensors.current`; read when a state began if a row does not say."""
    judgements = [judge(row, now) for row in rows]
    states = [(row, judgement.state) for row, judgement in zip(rows, judgements, strict=True)]
    since = await load_since(connection, states, now)
    return [
        judged_sensor(row, judgement, since.get(row["id"]))
        for row, judgement in zip(rows, judgements, strict=True)
    ]
