"""Registering all devices of a file, or none."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict

from isotherm.database import Connection
from isotherm_api import audit
from isotherm_api.access import Access, Role, site_of
from isotherm_api.administration import Administration
from isotherm_api.database import Database
from isotherm_api.devices.bulk import checking, queries
from isotherm_api.devices.bulk.table import Row
from isotherm_api.devices.credentials import NewCredential, make_credential
from isotherm_api.devices.schemas import NewDevice
from isotherm_api.problem import Conflict, FieldError, Forbidden, Invalid

_MOST_ERRORS = 100


async def require_manager(connection: Connection, access: Access, site: str | None) -> None:
    """Raise as `site_of` for the site that rows get if they name none.

    Without it raise Forbidden if the caller manages no site at all.
    """
    if site is not None:
        await site_of(connection, access, site, Role.MANAGER)
    elif access.sites(Role.MANAGER) == []:
        raise Forbidden("Only managers of a site register devices.")


async def check(
    connection: Connection, access: Access, rows: Sequence[Row], site: str | None
) -> tuple[list[NewDevice | None], dict[str, int]]:
    """Add to the rows what is wrong with them.

    Return the devices they describe, None for a bad one, and the ids of their sites by slug.
    """
    devices = checking.check_rows(rows, site)
    site_ids = await checking.check_sites(connection, access, rows, devices)
    await checking.check_names(connection, access, rows)
    return devices, site_ids


async def register_all(
    database: Database,
    access: Access,
    administration: Administration,
    rows: Sequence[Row],
    site: str | None,
) -> list[tuple[str, str]]:
    """Register the devices of all rows; return their names and passwords, blank if none is made.

    Raises as `require_manager`, Invalid with every bad row, and Conflict if a name was taken
    meanwhile; nothing is done then.
    """
    async with database.writing() as connection:
        await require_manager(connection, access, site)
        await check(connection, access, rows, site)
    _require_good(rows)
    names = [row.cells["name"] for row in rows]
    # half a second for thousands of them
    credentials = await asyncio.to_thread(_make, administration, names)
    async with database.writing() as connection:
        checked, site_ids = await check(connection, access, rows, site)
        _require_good(rows)
        devices = [device for device in checked if device is not None]
        homes = [site_ids[device.site] for device in devices]
        if not await queries.insert_devices(connection, devices, homes, credentials):
            raise Conflict("Somebody has just registered one of these names. Nothing was done.")
        await audit.insert_added(
            connection,
            access,
            "device.add",
            [
                (device.name, home, device.model_dump(exclude={"adopt", "name"}, exclude_none=True))
                for device, home in zip(devices, homes, strict=True)
            ],
        )
    passwords = ["" if credential is None else credential.password for credential in credentials]
    return list(zip(names, passwords, strict=True))


def _make(administration: Administration, names: Sequence[str]) -> list[NewCredential | None]:
    if not administration.makes_accounts:
        return [None] * len(names)
    return [make_credential(administration, name) for name in names]


def _require_good(rows: Sequence[Row]) -> None:
    bad = [row for row in rows if row.errors]
    if not bad:
        return
    errors = [
        FieldError(", ".join(filter(None, (f"line {row.line}", error.column))), error.message)
        for row in bad
        for error in row.errors
    ]
    raise Invalid(
        f"{len(bad)} of {len(rows)} rows cannot be registered. Nothing was done.",
        errors=errors[:_MOST_ERRORS],
        more={
            "rows": [
                {
                    "line": row.line,
                    "name": row.cells.get("name"),
                    "errors": [asdict(error) for error in row.errors],
                }
                for row in bad
            ]
        },
    )
