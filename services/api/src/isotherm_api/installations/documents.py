"""Rows of installations as the API answers them, and as the audit keeps them."""

import asyncpg

from isotherm_api.etag import etag
from isotherm_api.installations.schemas import Installation
from isotherm_api.installations.span import span_of


def installation(row: asyncpg.Record) -> Installation:
    """Build the document of a row of `queries`."""
    return Installation.model_validate(
        {
            "id": row["id"],
            "sensor": f"{row['site']}/{row['sensor']}",
            "device": row["device"],
            "channel": row["channel"],
            **span_of(row).document(),
            "etag": installation_etag(row),
        }
    )


def installation_etag(row: asyncpg.Record) -> str:
    """Return the tag of an installation's state."""
    return etag(row["id"], row["start"], row["until"])


def raced(row: asyncpg.Record) -> str:
    """Return the sentence that says to what somebody else changed the installation."""
    return f"Somebody changed it to {span_of(row)} meanwhile."


def target(row: asyncpg.Record) -> str:
    """Return the installation's name in the audit: sensor and channel."""
    return f"{row['site']}/{row['sensor']}: {row['device']}/{row['channel']}"


def audited(row: asyncpg.Record) -> dict[str, int | None]:
    """Return an installation as the audit keeps it: its span."""
    return span_of(row).document()
