"""Rows of sites as the API answers them."""

from typing import Any

import asyncpg

from isotherm_api.access import Role


def site(row: asyncpg.Record, role: Role) -> dict[str, Any]:
    """Build the document of a row of `queries.load_page` for a caller with that role."""
    return {
        "slug": row["slug"],
        "name": row["name"],
        "time_zone": row["time_zone"],
        "role": role.word,
        "sensors": row["sensors"],
    }
