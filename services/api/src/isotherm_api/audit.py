"""The audit log: who changed what, inserted in the transaction of the change."""

import json
from collections.abc import Mapping
from typing import Any

from isotherm.database import Connection
from isotherm_api.access import Access

State = Mapping[str, Any]
"""A state before or after a change, ready for JSON."""


async def insert(
    connection: Connection,
    access: Access,
    action: str,
    target: str,
    site_id: int | None,
    *,
    before: State | None = None,
    after: State | None = None,
) -> None:
    """Insert who did what; `before` is None for a creation, `after` is None for a removal."""
    await connection.execute(
        "INSERT INTO audit (actor, action, target, site_id, before, after)"
        " VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb)",
        access.caller.username,
        action,
        target,
        site_id,
        *(None if state is None else json.dumps(state) for state in (before, after)),
    )
