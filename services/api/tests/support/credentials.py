"""Registering devices, and what the database then holds of their passwords."""

import base64
import hashlib
from typing import Any

from isotherm.broker.file import ROUNDS
from isotherm.sealing import unseal


async def register(api: Any, person: str = "manager", **body: Any) -> Any:
    """Register a device, `probe` at `here` unless told otherwise; return the response."""
    return await api.ask(
        person, "/devices", method="POST", json={"site": "here", "name": "probe"} | body
    )


async def rotate(api: Any, person: str = "manager", tag: str = "*", device: str = "probe") -> Any:
    """Make a new password; return the response."""
    path = f"/devices/{device}/credential"
    return await api.ask(person, path, method="POST", headers={"If-Match": tag})


async def remove(api: Any, person: str = "manager", tag: str = "*", device: str = "probe") -> Any:
    """Remove a device; return the response."""
    return await api.ask(person, f"/devices/{device}", method="DELETE", headers={"If-Match": tag})


async def stored(world: Any, device: str = "probe") -> Any:
    """Return the row of a device with its wish."""
    return await world.connection.fetchrow(
        "SELECT d.*, w.version AS wished, w.sealed FROM device d"
        " LEFT JOIN credential_wish w ON w.device_id = d.id WHERE d.name = $1",
        device,
    )


async def count_registered(world: Any) -> int:
    """Return the number of devices, wishes and audit rows."""
    return int(
        await world.connection.fetchval(
            "SELECT (SELECT count(*) FROM device) + (SELECT count(*) FROM credential_wish)"
            " + (SELECT count(*) FROM audit)"
        )
    )


def opens(row: Any, password: str) -> bool:
    """Return whether the stored hash is that of the password."""
    salt = base64.b64decode(row["credential_salt"])
    derived = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ROUNDS, 64)
    return base64.b64encode(derived).decode() == row["credential_hash"]


def unsealed(api: Any, row: Any) -> str:
    """Return the password that worker will read."""
    return unseal(api.services.administration.sealing_key, row["name"], row["sealed"])


async def apply(world: Any, device: str = "probe", error: str | None = None) -> None:
    """Do what worker does: record what the broker has, and delete the wish."""
    await world.connection.execute(
        "INSERT INTO broker_account (name, version, disabled, applied_at, error, error_at)"
        " SELECT name, CASE WHEN $2::text IS NULL THEN credential_version ELSE 0 END, false, now(),"
        " $2, CASE WHEN $2::text IS NOT NULL THEN now() END FROM device WHERE name = $1"
        " ON CONFLICT (name) DO UPDATE SET version = excluded.version, error = excluded.error,"
        " error_at = excluded.error_at",
        device,
        error,
    )
    if error is None:
        await world.connection.execute("DELETE FROM credential_wish")
