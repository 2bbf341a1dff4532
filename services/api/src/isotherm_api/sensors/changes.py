"""Adding, changing, moving and deleting sensors, by operators of their site."""

from datetime import datetime
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm_api import audit, change, installing
from isotherm_api.access import Access, Role, SiteRef, require, site_of
from isotherm_api.problem import Conflict, FieldError, NotFound
from isotherm_api.sensors import documents, order, queries
from isotherm_api.sensors.schemas import BareSensor
from isotherm_api.slugs import slugs
from isotherm_api.visible import Reference, Visible, resolve


async def add_sensor(
    connection: Connection,
    access: Access,
    wanted: BareSensor,
    *,
    expected_interval_s: float | None = None,
    least: Role = Role.OPERATOR,
    inside: str = "",
) -> Visible:
    """Insert a sensor at a site; Conflict if its slug is taken or the site is archived.

    Without a slug one is made from the name, with a number if another sensor has it. `inside` is
    the part of the request before the names of its fields, such as `new_sensor.`.
    """
    site = await site_of(connection, access, wanted.site, field=f"{inside}site")
    require(access.role_at(site.id) or Role.VIEWER, least, site.slug)
    if await queries.lock_site(connection, site.id) is not None:
        raise Conflict(
            f"{site.slug} is archived. Restore it first.",
            errors=[FieldError(f"{inside}site", "is archived; restore it first")],
        )
    slug = await _insert_with_free_slug(connection, site, wanted, expected_interval_s, inside)
    [sensor] = await resolve(connection, access, [Reference(site.slug, slug)])
    after = wanted.model_dump(include={"name", "place", "expected_interval_s"})
    await audit.insert(
        connection, access, "sensor.add", str(sensor.reference), site.id, after=after
    )
    return sensor


async def _insert_with_free_slug(
    connection: Connection,
    site: SiteRef,
    wanted: BareSensor,
    expected_interval_s: float | None,
    inside: str,
) -> str:
    candidates = [wanted.slug] if wanted.slug is not None else slugs(wanted.name, "sensor")
    for slug in candidates:
        sensor_id = await queries.insert_sensor(
            connection, site.id, slug, wanted.name, wanted.place, expected_interval_s
        )
        if sensor_id is not None:
            return slug
    raise Conflict(
        f"There is already a sensor {site.slug}/{candidates[0]}.",
        errors=[FieldError(f"{inside}slug", "belongs to another sensor")],
    )


async def change_sensor(
    connection: Connection,
    access: Access,
    sensor: Visible,
    given: dict[str, Any],
    if_match: str | None,
    now: datetime,
) -> None:
    """Set the fields given; `archived` hides or shows the sensor, `after` moves it in the list.

    Raises Invalid, naming `after`, if that is no other sensor of the site, NotFound if somebody
    has deleted the sensor, and as `change.apply`.
    """
    await _lock(connection, sensor)

    async def write(before: asyncpg.Record) -> None:
        archived_at = before["archived_at"]
        if "archived" in given:
            archived_at = (archived_at or now) if given["archived"] else None
        if given.keys() - {"after"}:
            name, place = (given.get(key, before[key]) for key in ("name", "place"))
            await queries.update_sensor(connection, sensor.id, name, place, archived_at)
        if "after" in given:
            rows = await queries.load_order(connection, sensor.site_id)
            if positions := order.judge_move(rows, sensor.id, given["after"]):
                await queries.update_positions(connection, positions)

    await change.apply(
        connection, access, _target(connection, sensor), "sensor.change", if_match,
        write=write, audited=documents.audited,
    )  # fmt: skip


async def delete_sensor(
    connection: Connection, access: Access, sensor: Visible, if_match: str | None
) -> None:
    """Delete a sensor; Conflict if something was ever stored for it.

    Its installations go with it, and their channels become proposals again. Raises NotFound if
    somebody has deleted the sensor, and as `change.remove`.
    """
    fed = await installing.lock_fed(connection, sensor.site_id, sensor.id)
    await _lock(connection, sensor)
    await installing.lock_all_installations(connection, fed)

    async def delete(_: asyncpg.Record) -> None:
        if not await queries.delete_sensor(connection, sensor.id):
            raise Conflict(
                f"{sensor.reference} has readings, so it cannot be deleted. Archive it instead: it"
                " is hidden then, and its history stays."
            )

    await change.remove(
        connection, access, _target(connection, sensor), "sensor.delete", if_match,
        delete=delete, audited=documents.audited_whole,
    )  # fmt: skip


async def _lock(connection: Connection, sensor: Visible) -> None:
    await queries.lock_site(connection, sensor.site_id)
    if not await queries.is_stored(connection, sensor.id):
        raise NotFound(f"There is no sensor {sensor.reference} that you may see.")


def _target(connection: Connection, sensor: Visible) -> change.Target[asyncpg.Record]:
    return change.Target(
        read=lambda: queries.read_sensor(connection, sensor.id),
        etag=documents.sensor_etag,
        raced=documents.raced,
        name=lambda _: str(sensor.reference),
        site_id=lambda _: sensor.site_id,
    )
