"""Rows of devices and channels as the API answers them, and as the audit keeps them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import asyncpg

from isotherm.names import MOST_CHANNELS
from isotherm_api import change
from isotherm_api.access import Role
from isotherm_api.administration import AdministrationWord
from isotherm_api.audit import State
from isotherm_api.devices.credential import judge_credential
from isotherm_api.devices.frozen import Frozen
from isotherm_api.devices.life import judge_life
from isotherm_api.devices.problems import judge_problem
from isotherm_api.devices.schemas import Channel, Device, DeviceDetails
from isotherm_api.devices.serving import Serving
from isotherm_api.etag import etag
from isotherm_api.evidence.names import evidence_of
from isotherm_api.installations import documents as installations
from isotherm_api.ranges import ms

_SET_BY_PEOPLE = ("label", "site", "state", "model", "serial", "firmware", "notes", "time_zone")
"""The fields that people set: they make the etag, what the device reports about itself does not."""
_MARKS = ("disabled_at", "removed_at")
_REPORTED = ("name", "clock_skew_ms", "channel_count", "proposed_count")
_CHANNEL_SETTINGS = ("unit", "fault_list", "fault_values", "plausible_low", "plausible_high")
Row = Mapping[str, Any] | asyncpg.Record


def device(
    row: asyncpg.Record,
    role: Role,
    administration: AdministrationWord,
    now: datetime,
    serving: Serving | None = None,
) -> Device:
    """Build the document of a row of `queries.load_page`; `serving` None: it never did."""
    life, serving = judge_life(row, now), serving or Serving()
    return Device.model_validate(
        {
            **{name: row[name] for name in (*_REPORTED, *_SET_BY_PEOPLE)},
            "connection": life.connection,
            "connection_at": ms(life.said_at),
            "offline_at": ms(life.offline_at),
            "heard": ms(row["heard_at"]),
            "problem": judge_problem(row, now),
            "created": ms(row["created_at"]),
            "disabled": ms(row["disabled_at"]),
            "removed": ms(row["removed_at"]),
            "credential": _credential(row, administration, now),
            "serves": serving.count,
            "sensors": serving.sensors,
            "ever_installed": serving.ever,
            "role": role.word,
            "etag": device_etag(row),
        }
    )


def _credential(
    row: asyncpg.Record, administration: AdministrationWord, now: datetime
) -> dict[str, Any]:
    state = judge_credential(row, administration, now)
    applied = state.word == "applied"
    return {
        "state": state.word,
        "version": row["credential_version"],
        "made": ms(row["credential_at"]),
        "applied": ms(row["applied_at"]) if applied else None,
        "error": state.error,
    }


def device_details(
    row: asyncpg.Record,
    role: Role,
    channel_rows: Sequence[Row],
    installation_rows: Sequence[asyncpg.Record],
    frozen: Mapping[int, Frozen],
    expired: int,
    administration: AdministrationWord,
    now: datetime,
    serving: Serving | None = None,
) -> DeviceDetails:
    """Build the document of a device with its channels and where they are installed."""
    return DeviceDetails.model_validate(
        {
            **device(row, role, administration, now, serving).model_dump(),
            "channels": [
                channel(channel_row, installation_rows, frozen.get(channel_row["id"]))
                for channel_row in channel_rows
            ],
            "channels_used": sum(row["state"] != "ignored" for row in channel_rows),
            "channels_most": MOST_CHANNELS,
            "expired": expired,
        }
    )


def channel(
    row: Row, installation_rows: Sequence[asyncpg.Record], frozen: Frozen | None
) -> Channel:
    """Build the document of a channel; `installation_rows` may hold its siblings' too."""
    return Channel.model_validate(
        {
            **{name: row[name] for name in ("name", "state", *_CHANNEL_SETTINGS)},
            "created": ms(row["created_at"]),
            "ignored": row["state"] == "ignored",
            "dismissed": ms(row["dismissed_at"]),
            "name_says": evidence_of(row["name"]),
            "last": reading(row),
            "frozen": None if frozen is None else _frozen(frozen),
            "installations": [
                installations.installation(installed)
                for installed in installation_rows
                if installed["channel_id"] == row["id"]
            ],
            "etag": channel_etag(row),
        }
    )


def _frozen(frozen: Frozen) -> dict[str, Any]:
    return {"value": frozen.value, "since": ms(frozen.since)}


def reading(row: Row) -> dict[str, Any] | None:
    """Return the reading that a row holds, or None if it holds none."""
    if row["measured_at"] is None:
        return None
    return {
        "measured": ms(row["measured_at"]),
        "received": ms(row["received_at"]),
        "value": row["value"],
        "quality": row["quality"],
    }


def device_etag(row: asyncpg.Record) -> str:
    """Return the tag of what people have set on a device."""
    settings = (row[name] for name in (*_SET_BY_PEOPLE, *_MARKS))
    return etag(row["id"], row["credential_version"], *settings)


def channel_etag(row: Row) -> str:
    """Return the tag of what people have set on a channel."""
    return etag(row["id"], *(row[name] for name in _CHANNEL_SETTINGS))


def raced(name: str) -> str:
    """Return the sentence for the second of two who change the device or channel `name`."""
    return f"Somebody changed {name} meanwhile. Read it again."


def audited_device(before: asyncpg.Record, after: asyncpg.Record) -> change.Audited:
    """Return the fields of a device that differ, as the audit keeps them."""
    return _differences(before, after, (*_SET_BY_PEOPLE, *_MARKS))


def audited_whole(row: asyncpg.Record) -> State:
    """Return what people have set on a device, as the audit keeps it; without its password."""
    kept = {name: row[name] for name in _SET_BY_PEOPLE if row[name] is not None}
    return kept | {"credential_version": row["credential_version"]}


def audited_rotation(before: asyncpg.Record, after: asyncpg.Record) -> change.Audited:
    """Return the numbers of the passwords before and after, as the audit keeps them."""
    return _differences(before, after, ("credential_version",))


def audited_channel(before: asyncpg.Record, after: asyncpg.Record) -> change.Audited:
    """Return the fields of a channel that differ, as the audit keeps them."""
    return _differences(before, after, _CHANNEL_SETTINGS)


def _differences(
    before: asyncpg.Record, after: asyncpg.Record, names: Sequence[str]
) -> change.Audited:
    changed = [name for name in names if before[name] != after[name]]
    if not changed:
        return None, None
    return (
        {name: _plain(before[name]) for name in changed},
        {name: _plain(after[name]) for name in changed},
    )


def _plain(value: object) -> object:
    return ms(value) if isinstance(value, datetime) else value
