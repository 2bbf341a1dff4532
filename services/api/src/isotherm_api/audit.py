"""The audit log: who changed what, inserted in the transaction of the change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm_api.access import Access
from isotherm_api.ranges import ms

Row = Mapping[str, Any] | asyncpg.Record
State = Mapping[str, Any]
"""A state before or after a change, ready for JSON."""


@dataclass(frozen=True, slots=True)
class Why:
    """What the people who see a sensor can read about a change of its limits or a correction."""

    sensor_id: int
    reason: str | None = None


def sql_named(username: str, issuer: str, alias: str) -> str:
    """Return SQL that joins, as `alias`, the `name` of the user of an issuer with that user name.

    It is null for somebody who has never signed in.
    """
    return (
        "LEFT JOIN LATERAL (SELECT name FROM user_account"
        f" WHERE issuer = {issuer} AND username = {username} AND last_seen IS NOT NULL"
        f" ORDER BY last_seen DESC LIMIT 1) {alias} ON true"
    )


def settings(row: Row, names: Sequence[str]) -> State:
    """Return settings of a row, instants in milliseconds and without the `_at` of their column."""
    return {
        name.removesuffix("_at"): ms(row[name]) if name.endswith("_at") else row[name]
        for name in names
    }


async def insert_added(
    connection: Connection,
    access: Access,
    action: str,
    added: Sequence[tuple[str, int | None, State]],
) -> None:
    """Insert who created many things: the target, the site's id and the state of each."""
    actor = access.caller.username
    await connection.executemany(
        "INSERT INTO audit (actor, action, target, site_id, after)"
        " VALUES ($1, $2, $3, $4, $5::jsonb)",
        [(actor, action, target, site_id, json.dumps(state)) for target, site_id, state in added],
    )


async def insert(
    connection: Connection,
    access: Access,
    action: str,
    target: str,
    site_id: int | None,
    *,
    before: State | None = None,
    after: State | None = None,
    why: Why | None = None,
) -> None:
    """Insert who did what; `before` is None for a creation, `after` is None for a removal."""
    await connection.execute(
        "INSERT INTO audit (actor, action, target, site_id, before, after, sensor_id, reason)"
        " VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8)",
        access.caller.username,
        action,
        target,
        site_id,
        *(None if state is None else json.dumps(state) for state in (before, after)),
        why and why.sensor_id,
        why and why.reason,
    )
