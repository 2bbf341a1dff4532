"""Rows of sensors as the API answers them, and as the audit keeps them."""

from collections.abc import Sequence

import asyncpg

from isotherm_api import change
from isotherm_api.audit import Row, State, settings
from isotherm_api.current.schemas import Sensor
from isotherm_api.etag import etag
from isotherm_api.ranges import ms
from isotherm_api.sensors.schemas import SensorDetails

_SETTINGS = ("name", "place", "position", "archived_at")


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
    return change.differing(before, after, _SETTINGS)


def audited_whole(row: Row) -> State:
    """Return a sensor as the audit keeps it when it is deleted."""
    return settings(row, _SETTINGS)
