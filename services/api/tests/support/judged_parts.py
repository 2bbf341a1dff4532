"""Judged sensors for tests without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.sensors.state import judge
from isotherm_api.current.documents import JudgedSensor, judged_sensor

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def row(sensor_id: int = 1, value: float = 4.0, **more: Any) -> dict[str, Any]:
    """Return a row of `isotherm.sensors.current`, with a reading of now."""
    return {
        "id": sensor_id,
        "site_id": 1,
        "site": "s",
        "site_name": "S",
        "time_zone": "UTC",
        "slug": f"sensor-{sensor_id}",
        "name": "Sensor",
        "place": None,
        "position": None,
        "archived_at": None,
        "site_archived_at": None,
        "interval_s": 60.0,
        "low": None,
        "high": None,
        "limits_since": None,
        "device": None,
        "label": None,
        "channel": None,
        "measured_at": NOW,
        "received_at": NOW,
        "value": value,
        "quality": 0,
        "good_at": NOW,
        "good_value": value,
        **more,
    }


def judged(
    sensor_id: int = 1, value: float = 4.0, later: timedelta = timedelta(), **more: Any
) -> JudgedSensor:
    """Return a sensor with a reading of NOW, judged `later`."""
    current = row(sensor_id, value, **more)
    return judged_sensor(current, judge(current, NOW + later), None)
