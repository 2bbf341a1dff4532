"""Rows of sites as the API answers them, and as the audit keeps them."""

from typing import Any

import asyncpg

from isotherm_api import change
from isotherm_api.access import Role
from isotherm_api.audit import State, settings
from isotherm_api.etag import etag
from isotherm_api.ranges import ms
from isotherm_api.sites.schemas import SiteDetails

_SETTINGS = ("name", "time_zone", "archived_at")


def site(row: asyncpg.Record, role: Role) -> dict[str, Any]:
    """Build the document of a row of `queries.load_page` for a caller with that role."""
    return {
        **{name: row[name] for name in ("slug", "name", "time_zone", "sensors", "devices")},
        "role": role.word,
        "archived": ms(row["archived_at"]),
    }


def details(row: asyncpg.Record, role: Role) -> SiteDetails:
    """Build the document of a row of `queries.read_site` for a caller with that role."""
    return SiteDetails.model_validate(
        {
            **site(row, role),
            **{name: row[name] for name in ("zone_fixed", "archived_sensors")},
            "created": ms(row["created_at"]),
            "etag": site_etag(row),
        }
    )


def site_etag(row: asyncpg.Record) -> str:
    """Return the tag of what administrators have set on a site."""
    return etag(row["id"], *(row[name] for name in _SETTINGS))


def raced(row: asyncpg.Record) -> str:
    """Return the sentence for the second of two concurrent edits of a site."""
    return f"Somebody changed the site {row['slug']} meanwhile. Read it again."


def audited(before: asyncpg.Record, after: asyncpg.Record) -> change.Audited:
    """Return the settings that differ, as the audit keeps them."""
    return change.differing(before, after, _SETTINGS)


def audited_whole(row: asyncpg.Record) -> State:
    """Return a site as the audit keeps it when it is added or deleted."""
    return {"slug": row["slug"], **settings(row, _SETTINGS)}
