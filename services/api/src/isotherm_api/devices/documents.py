"""Rows of devices and channels as the API says them."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from isotherm_api.access import Role
from isotherm_api.devices.schemas import Channel, Device
from isotherm_api.etag import etag
from isotherm_api.installations import documents as installations
from isotherm_api.ranges import ms

SET = ("label", "site", "state", "model", "serial", "firmware", "notes", "time_zone")
"""What people set: an etag goes by these, and not by what the device says of itself."""
_SAID = ("name", "clock_skew_ms", "connection", "channel_count", "proposed_count")


def device(row: asyncpg.Record, role: Role) -> Device:
    """A row of `queries.page`."""
    return Device.model_validate(
        {
            **{name: row[name] for name in (*_SAID, *SET)},
            "connection_at": ms(row["connection_at"]),
            "created": ms(row["created_at"]),
            "role": role.word,
            "etag": etag(row["id"], *(row[name] for name in SET)),
        }
    )


def channels(rows: Sequence[asyncpg.Record], installed: Sequence[asyncpg.Record]) -> list[Channel]:
    """Rows of `queries.channels`, each with what it feeds and fed."""
    return [
        channel(row, [each for each in installed if each["channel_id"] == row["id"]])
        for row in rows
    ]


def channel(row: asyncpg.Record, installed: Sequence[asyncpg.Record]) -> Channel:
    """One of them."""
    return Channel.model_validate(
        {
            **{name: row[name] for name in ("name", "state", "unit", "fault_list")},
            "created": ms(row["created_at"]),
            "last": reading(row),
            "installations": [installations.installation(each) for each in installed],
            "etag": etag(row["id"], row["unit"], row["fault_list"]),
        }
    )


def reading(row: asyncpg.Record) -> dict[str, Any] | None:
    """The reading in a row, none where there is none."""
    if row["measured_at"] is None:
        return None
    return {
        "measured": ms(row["measured_at"]),
        "received": ms(row["received_at"]),
        "value": row["value"],
        "quality": row["quality"],
    }
