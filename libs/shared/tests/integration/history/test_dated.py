"""Dated limits and intervals are loaded exactly, in ascending order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from isotherm.history.dated import load_rules
from isotherm.instants import ALWAYS, to_micros

AT = datetime(2026, 11, 23, 12, 0, 0, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_rules_are_loaded_with_open_and_missing_ends(sensor: Any) -> None:
    await sensor.sql.executemany(
        "INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $2, $3, $4, 'me')",
        [(sensor.id, AT + HOUR, None, 5.0), (sensor.id, AT, 2.0, 8.0)],
    )
    await sensor.sql.execute(
        "INSERT INTO sensor_interval VALUES ($1, $2, 600), ($1, '-infinity', 60)", sensor.id, AT
    )
    rules = (await load_rules(sensor.sql, [sensor.id]))[sensor.id]
    assert rules.limits_since.tolist() == [to_micros(AT), to_micros(AT + HOUR)]
    assert np.array_equal(rules.low, [2.0, np.nan], equal_nan=True)
    assert rules.high.tolist() == [8.0, 5.0]
    assert rules.interval_since.tolist() == [ALWAYS, to_micros(AT)]
    assert rules.interval_s.tolist() == [60.0, 600.0]


async def test_a_sensor_without_rules_has_the_default_ones(sensor: Any) -> None:
    rules = (await load_rules(sensor.sql, [sensor.id]))[sensor.id]
    assert len(rules.limits_since) == 0
    assert np.isnan(rules.interval_s).all()
