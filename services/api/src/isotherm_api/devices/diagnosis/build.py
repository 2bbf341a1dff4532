"""Read the facts of a device and build its diagnosis."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm.links import REFUSALS_WITHIN, Attempt
from isotherm.names import topic
from isotherm.reasons import Reason
from isotherm_api import hardware
from isotherm_api.access import Access, Role
from isotherm_api.devices import queries as devices
from isotherm_api.devices.diagnosis import queries
from isotherm_api.devices.diagnosis.judge import Facts, Link, judge
from isotherm_api.devices.diagnosis.schemas import Diagnosis
from isotherm_api.ranges import ms

_CHANNEL = "temperature"
"""The channel of the topic that is proposed."""


async def diagnose(
    connection: Connection, access: Access, device: hardware.Device, now: datetime
) -> Diagnosis:
    """Return the diagnosis of a device that the caller may see."""
    row = await devices.read_device(connection, device.id)
    link = await queries.read_link(connection, device.name)
    watch = await queries.read_watch(connection)
    takeovers = await queries.read_takeovers(connection, device.name, now)
    rejects = await queries.load_rejects(connection, device.name, now)
    judged = judge(_facts(row, link, watch, takeovers, rejects, now))
    return Diagnosis.model_validate(
        {
            "verdict": judged.verdict,
            "connected": judged.connected,
            "since": ms(judged.since),
            "address": link and link["address"],
            "last_disconnected": link and ms(link["disconnected_at"]),
            "reason": link and link["ending"],
            "takeovers": {
                "count": takeovers["count"],
                "recent": takeovers["recent"],
                "last": ms(takeovers["last_at"]),
            },
            "refused": await _refused(connection, access, device, watch["watched_since"], now),
            "topic": topic(device.name, _CHANNEL),
            "last_message": ms(row["heard_at"]),
            "rejects": [_reject(reject) for reject in rejects],
            "ignored": await queries.count_ignored(connection, device.id),
            "collecting": watch["collecting"],
            "watched_since": ms(watch["watched_since"]),
        }
    )


def _facts(
    row: asyncpg.Record,
    link: asyncpg.Record | None,
    watch: asyncpg.Record,
    takeovers: asyncpg.Record,
    rejects: Sequence[asyncpg.Record],
    now: datetime,
) -> Facts:
    return Facts(
        now=now,
        enabled=row["disabled_at"] is None and row["removed_at"] is None,
        registered_at=max(row["created_at"], row["credential_at"] or row["created_at"]),
        heard_at=row["heard_at"],
        alive_until=row["alive_until"],
        rejected_at=max((reject["may_be_at"] for reject in rejects), default=None),
        link=None if link is None else _link(link),
        watched_since=watch["watched_since"],
        takeovers=takeovers["recent"],
        taken_over_at=takeovers["last_at"],
    )


def _link(row: asyncpg.Record) -> Link:
    return Link(row["connected"], row["changed_at"], row["connected_at"], row["disconnected_at"])


async def _refused(
    connection: Connection,
    access: Access,
    device: hardware.Device,
    watched_since: datetime | None,
    now: datetime,
) -> dict[str, Any]:
    """Build the document of refused logins; addresses of strangers are left to administrators."""
    rows = await queries.load_attempts(connection, now)
    refused = [row for row in rows if row["kind"] == Attempt.REFUSED]
    shown = [row for row in refused if row["address"]]
    site_ids = access.sites(Role.OPERATOR)
    if site_ids is not None:
        addresses = [row["address"] for row in shown]
        own = await queries.load_own_addresses(connection, addresses, site_ids, device.id)
        shown = [row for row in shown if row["address"] in own]
    return {
        "count": sum(row["count"] for row in refused),
        "since": ms(max(now - REFUSALS_WITHIN, watched_since or now - timedelta(days=1))),
        "addresses": [
            {"address": row["address"], "count": row["count"], "last": ms(row["last_at"])}
            for row in shown[: queries.MOST_ADDRESSES]
        ],
        "garbled": sum(row["count"] for row in rows if row["kind"] == Attempt.GARBLED),
    }


def _reject(row: asyncpg.Record) -> dict[str, Any]:
    reason = Reason.of(row["reason"])
    return {
        "reason": row["reason"],
        "title": reason.label if reason else row["reason"],
        "cure": reason.cure if reason else "",
        "count": row["count"],
        "last": ms(row["last_at"]),
    }
