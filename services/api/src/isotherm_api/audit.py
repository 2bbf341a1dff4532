"""The audit: who changed what, written in the transaction of the change."""

import json
from collections.abc import Mapping
from typing import Any

from isotherm_api.access import Access
from isotherm_api.database import Connection

State = Mapping[str, Any]
"""What a thing was or became, as JSON can say it."""


async def note(
    connection: Connection,
    access: Access,
    action: str,
    target: str,
    site_id: int | None,
    *,
    before: State | None = None,
    after: State | None = None,
) -> None:
    """Writes who did what; nothing before is a thing made, nothing after one taken away."""
    await connection.execute(
        "INSERT INTO audit (actor, action, target, site_id, before, after)"
        " VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb)",
        access.caller.username,
        action,
        target,
        site_id,
        *(None if each is None else json.dumps(each) for each in (before, after)),
    )
