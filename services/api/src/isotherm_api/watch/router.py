"""`GET /watch`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, get_args

import asyncpg
from fastapi import APIRouter

from isotherm_api.context import CallerDep, ServicesDep
from isotherm_api.database import Connection
from isotherm_api.ranges import ms
from isotherm_api.watch import queries
from isotherm_api.watch.schemas import AlertKind, Watch

router = APIRouter(prefix="/watch", tags=["watch"])


@router.get("")
async def read_watch(parts: ServicesDep, caller: CallerDep) -> Watch:
    """Whether readings come in whole, and what is wrong where not; for everyone signed in."""
    async with parts.database.reading() as connection:
        instances = await queries.instances(connection)
        seen = await queries.broker(connection)
        broker = await _broker(connection, seen, instances)
        differences = await queries.differences(connection)
        checked = await queries.checked(connection)
        alerts = [_alert(row) for row in await queries.alerts(connection)]
    if not seen["fresh"]:
        alerts.append(_unwatched(seen))
        alerts.sort(key=_badness)
    return Watch.model_validate(
        {
            "broker": broker,
            "instances": [_instance(row) for row in instances],
            "ledger": {
                "checked": ms(checked),
                "differences": [_difference(row) for row in differences],
            },
            "alerts": alerts,
        }
    )


async def _broker(
    connection: Connection, row: asyncpg.Record, instances: Sequence[asyncpg.Record]
) -> dict[str, Any]:
    """What worker saw just now; what was seen long ago is not said as if it held."""
    connected = row["fresh"] and row["connected"]
    subscribed = any(each["connected"] and each["subscribed"] for each in instances)
    shares = row["shared_subscriptions"] if connected else None
    return {
        "connected": connected,
        "since": ms(row["since"] if row["fresh"] else row["seen_at"]),
        "dropped": await _dropped(connection, counted=row["dropped"] is not None),
        "queued": row["queued"] if connected else None,
        "subscription": True if subscribed else None if shares is None else shares > 0,
        "tick_age_s": _age(row["tick_age_s"]),
    }


async def _dropped(connection: Connection, *, counted: bool) -> dict[str, Any] | None:
    """None of a broker that does not count what it drops."""
    sums, last = await queries.dropped(connection)
    if last is None and not counted:
        return None
    rise = last and {"from": ms(last["since"]), "to": ms(last["until"]), "count": last["count"]}
    return {"hour": sums["hour"], "day": sums["day"], "last": rise}


def _instance(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "instance": row["instance"],
        "state": row["state"],
        "seen": ms(row["seen_at"]),
        "started": ms(row["started_at"]),
        "connected": row["connected"],
        "subscribed": row["subscribed"],
        "waiting": row["waiting"],
        "tick_age_s": _age(row["tick_age_s"]),
    }


def _age(seconds: float | None) -> float | None:
    return None if seconds is None else round(max(0.0, seconds), 1)


def _difference(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "hour": ms(row["hour"]),
        "day": _begin(row["day"]),
        "kind": row["kind"],
        "expected": row["expected"],
        "found": row["found"],
    }


def _begin(day: date | None) -> int | None:
    return None if day is None else ms(datetime.combine(day, time(), UTC))


def _alert(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "since": ms(row["since"]),
        "until": ms(row["until"]),
        "count": row["count"],
        "detail": row["detail"],
    }


def _badness(alert: Mapping[str, Any]) -> tuple[bool, int]:
    """Open ones first, worst first."""
    return alert["until"] is not None, get_args(AlertKind).index(alert["kind"])


def _unwatched(seen: asyncpg.Record) -> dict[str, Any]:
    """Worker writes the alerts; where it is away nobody else would say so."""
    return {
        "kind": "impaired",
        "since": ms(seen["seen_at"]),
        "until": None,
        "count": None,
        "detail": "Worker is away: nobody watches whether readings come in.",
    }
