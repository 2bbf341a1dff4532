"""What is watched, as the API answers it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, get_args

import asyncpg

from isotherm_api.ranges import ms
from isotherm_api.watch.schemas import AlertKind


def broker(
    row: asyncpg.Record,
    instance_rows: Sequence[asyncpg.Record],
    drop_sums: asyncpg.Record,
    last_drop: asyncpg.Record | None,
) -> dict[str, Any]:
    """Build the document of the broker; a state that worker has not seen lately counts as lost."""
    connected = row["fresh"] and row["connected"]
    subscribed = any(ingest["connected"] and ingest["subscribed"] for ingest in instance_rows)
    shares = row["shared_subscriptions"] if connected else None
    return {
        "connected": connected,
        "since": ms(row["since"] if row["fresh"] else row["seen_at"]),
        "dropped": _dropped(drop_sums, last_drop, counted=row["dropped"] is not None),
        "last_drop": last_drop and ms(last_drop["until"]),
        "queued": row["queued"] if connected else None,
        "subscription": True if subscribed else None if shares is None else shares > 0,
        "tick_age_s": _age(row["tick_age_s"]),
    }


def _dropped(
    sums: asyncpg.Record, last: asyncpg.Record | None, *, counted: bool
) -> dict[str, Any] | None:
    """Return the drops, or None if the broker does not count them and none is recorded."""
    if last is None and not counted:
        return None
    rise = last and {"from": ms(last["since"]), "to": ms(last["until"]), "count": last["count"]}
    return {"hour": sums["hour"], "day": sums["day"], "last": rise}


def instance(row: asyncpg.Record) -> dict[str, Any]:
    """Build the document of an ingest instance."""
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


def difference(row: asyncpg.Record) -> dict[str, Any]:
    """Build the document of an hour whose books do not balance."""
    return {
        "hour": ms(row["hour"]),
        "day": _start_of(row["day"]),
        "kind": row["kind"],
        "expected": row["expected"],
        "found": row["found"],
    }


def _start_of(day: date | None) -> int | None:
    return None if day is None else ms(datetime.combine(day, time(), UTC))


def alerts(rows: Sequence[asyncpg.Record], broker_row: asyncpg.Record) -> list[dict[str, Any]]:
    """Build the documents of alerts, open ones first, then worst first.

    Worker writes them. If it has not been seen lately, an alert about that is added.
    """
    documents = [_alert(row) for row in rows]
    if broker_row["fresh"]:
        return documents
    return sorted([*documents, worker_unavailable(broker_row)], key=_rank)


def _alert(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "since": ms(row["since"]),
        "until": ms(row["until"]),
        "count": row["count"],
        "detail": row["detail"],
    }


def worker_unavailable(broker_row: asyncpg.Record) -> dict[str, Any]:
    """Build the document of the alert that no worker watches."""
    return {
        "kind": "impaired",
        "since": ms(broker_row["seen_at"]),
        "until": None,
        "count": None,
        "detail": "Worker is unavailable: nobody monitors whether readings arrive.",
    }


def _rank(alert: Mapping[str, Any]) -> tuple[bool, int]:
    """Return the sort key of an alert: open ones first, then worst first."""
    return alert["until"] is not None, get_args(AlertKind).index(alert["kind"])


def all_arrive(document: Mapping[str, Any]) -> bool:
    """Return whether nothing is wrong in a document of `watch`: no open alert, no difference."""
    return (
        all(alert["until"] is not None for alert in document["alerts"])
        and not document["ledger"]["differences"]
        and document["broker"]["connected"]
    )


_COUNTED: Collection[AlertKind] = ("lost", "ledger", "queued")
"""Alerts whose texts say how many messages or readings they are about."""


def without_volumes(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document of `watch` for people who may not see every site.

    It says what is wrong and since when, but no number of messages or readings of all sites.
    """
    return {
        **document,
        "broker": document["broker"] | {"dropped": None, "queued": None},
        "instances": [instance | {"waiting": None} for instance in document["instances"]],
        "ledger": document["ledger"] | {"differences": []},
        "alerts": [
            alert | {"count": None, "detail": "" if alert["kind"] in _COUNTED else alert["detail"]}
            for alert in document["alerts"]
        ],
    }
