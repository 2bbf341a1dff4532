"""Changes of a sensor's limits; the router has checked the caller's role."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm.instants import to_ms
from isotherm_api import audit, change, plausibility
from isotherm_api.access import Access
from isotherm_api.limits import documents, queries
from isotherm_api.limits.schemas import LimitsHistory, NewLimits
from isotherm_api.problem import NotFound
from isotherm_api.ranges import ms
from isotherm_api.visible import Visible

_Rows = Sequence[asyncpg.Record]


async def set_limits(
    connection: Connection,
    access: Access,
    sensor: Visible,
    wanted: NewLimits,
    since: datetime,
    now: datetime,
    if_match: str | None,
) -> LimitsHistory:
    """Set the limits that apply from `since` until the next dated limits.

    Raises as `plausibility.require_held` and `change.apply`.
    """
    await change.lock_sensor(connection, sensor.id)

    async def write(_: _Rows) -> None:
        dated = queries.Dated(wanted.low, wanted.high, wanted.min_duration_s, wanted.hysteresis)
        by = access.caller.username
        await queries.set_limits(connection, sensor.id, since, dated, by, now)
        await plausibility.require_held(connection, sensor.id, now)

    def audited(before: _Rows, _: _Rows) -> change.Audited:
        in_force = next((row for row in before if row["since"] <= since), None)
        after = wanted.model_dump(include=set(documents.SAID))
        return documents.audited(in_force), {"since": ms(since), **after}

    rows = await change.apply(
        connection, access, _target(connection, access, sensor), "limits.set", if_match,
        write=write, audited=audited, why=audit.Why(sensor.id, wanted.reason),
    )  # fmt: skip
    return documents.limits_history(rows)


async def remove_limits(
    connection: Connection,
    access: Access,
    sensor: Visible,
    since: int,
    reason: str | None,
    now: datetime,
    if_match: str | None,
) -> LimitsHistory:
    """Delete the limits that begin at `since` (ms).

    Raises NotFound if there are none, and as `plausibility.require_held`.
    """
    await change.lock_sensor(connection, sensor.id)

    def removed(rows: _Rows) -> asyncpg.Record:
        row = next((row for row in rows if to_ms(row["since"]) == since), None)
        if row is None:
            raise NotFound(f"{sensor.reference} has no limits that begin at that time.")
        return row

    async def write(rows: _Rows) -> None:
        await queries.delete_limits(connection, removed(rows)["id"])
        await plausibility.require_held(connection, sensor.id, now)

    rows = await change.apply(
        connection, access, _target(connection, access, sensor), "limits.remove", if_match,
        write=write, audited=lambda before, _: (documents.audited(removed(before)), None),
        why=audit.Why(sensor.id, reason),
    )  # fmt: skip
    return documents.limits_history(rows)


def _target(connection: Connection, access: Access, sensor: Visible) -> change.Target[_Rows]:
    issuer = access.caller.issuer
    return change.Target(
        read=lambda: queries.load_limits(connection, issuer, sensor.id),
        etag=documents.limits_etag,
        raced=documents.raced,
        name=lambda _: str(sensor.reference),
        site_id=lambda _: sensor.site_id,
    )
