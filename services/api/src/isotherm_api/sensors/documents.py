"""Rows of sensors as the API answers them, and as the audit keeps them."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from isotherm_api import change
from isotherm_api.audit import State
from isotherm_api.current.schemas import Sensor
from isotherm_api.etag import etag
from isotherm_api.ranges import ms
from isotherm_api.sensors.schemas import SensorDetails

_SETTINGS = ("name", "place", "position", "archived_at")
Row = Mapping[str, Any] | asyncpg.Record


def details(
    row: Row, sensor: Sensor, installations: Sequence[asyncpg.Record], role: str, *, deletable: bool
) -> SensorDetails:
    """Build the document of a sensor from a row of `isotherm.sensors.current` and its document."""
    installed = [
        {
            "device": installation["device"],
            "channel": installation["channel"],
            "from": ms(installation["since"]),
            "to": ms(installation["until"]),
        }
        for installation in installations
    ]
    return SensorDetails.model_validate(
        {
            **sensor.model_dump(),
            "installations": installed,
            "role": role,
            "site_archived": ms(row["site_archived_at"]),
            "deletable": deletable,
            "etag": sensor_etag(row),
        }
    )


def sensor_etag(row: Row) -> str:
    """Return the tag of what people have set on a sensor."""
    return etag(row["id"], *(row[name] for name in _SETTINGS))


def raced(row: Row) -> str:
    """Return the sentence for the second of two concurrent edits of a sensor."""
    return f"Somebody changed {row['site']}/{row['slug']} meanwhile. Read it again."


def audited(before: asyncpg.Record, after: asyncpg.Record) -> change.Audited:
    """Return the settings that differ, as the audit keeps them."""
    changed = [name for name in _SETTINGS if before[name] != after[name]]
    if not changed:
        return None, None
    return state(before, changed), state(after, changed)


def state(row: Row, names: Sequence[str] = _SETTINGS) -> State:
    """Return settings of a row, with instants in milliseconds."""
    return {
        name.removesuffix("_at"): ms(row[name]) if name.endswith("_at") else row[name]
        for name in names
    }
