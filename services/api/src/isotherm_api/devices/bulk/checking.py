"""What is wrong with the rows of a file, without and with the database."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from isotherm.database import Connection
from isotherm.names import is_device_name
from isotherm_api.access import Access
from isotherm_api.devices.bulk import queries
from isotherm_api.devices.bulk.table import Row
from isotherm_api.devices.homes import home_of
from isotherm_api.devices.registration import judge_taken
from isotherm_api.devices.schemas import NewDevice
from isotherm_api.problem import Problem

_CONTROL = "string_pattern_mismatch"


def check_rows(rows: Sequence[Row], site: str | None) -> list[NewDevice | None]:
    """Return the devices that the rows describe, None for a bad one, whose errors are added.

    `site` is the site of rows that name none.
    """
    lines: dict[str, int] = {}
    devices = []
    for row in rows:
        device = _device(row, site)
        name = row.cells.get("name")
        if name is not None and lines.setdefault(name, row.line) != row.line:
            row.refuse("name", f"is also the name in line {lines[name]}")
        devices.append(device)
    return devices


def _device(row: Row, site: str | None) -> NewDevice | None:
    values: dict[str, Any] = {"name": ""} | row.cells
    if "site" not in values and site is not None:
        values["site"] = site
    try:
        return NewDevice.model_validate(values)
    except ValidationError as error:
        for wrong in error.errors(include_url=False, include_input=False):
            row.refuse(str(wrong["loc"][0]), _sentence(wrong["type"], str(wrong["msg"])))
        return None


def _sentence(kind: str, message: str) -> str:
    if kind == "missing":
        return "is missing"
    if kind == _CONTROL:
        return "has characters that are not allowed"
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:300]


async def check_sites(
    connection: Connection, access: Access, rows: Sequence[Row], devices: Sequence[NewDevice | None]
) -> dict[str, int]:
    """Return the ids of the sites by slug; errors are added to rows whose site may not be used."""
    site_ids: dict[str, int] = {}
    refused: dict[str, str] = {}
    for slug in sorted({device.site for device in devices if device is not None}):
        try:
            site_ids[slug] = (await home_of(connection, access, slug)).id
        except Problem as problem:
            refused[slug] = problem.detail
    for row, device in zip(rows, devices, strict=True):
        if device is not None and device.site in refused:
            row.refuse("site", refused[device.site])
    return site_ids


async def check_names(connection: Connection, access: Access, rows: Sequence[Row]) -> None:
    """Add errors to rows whose name another device has."""
    # a name that no device may have is refused already, and can have bytes that PostgreSQL refuses
    names = [name for row in rows if is_device_name(name := row.cells.get("name", ""))]
    taken = {row["name"]: row for row in await queries.load_named(connection, names)}
    for row in rows:
        if (other := taken.get(row.cells.get("name", ""))) is not None:
            row.refuse("name", judge_taken(access, other).sentence)
