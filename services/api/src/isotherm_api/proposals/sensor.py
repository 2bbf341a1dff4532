"""The sensor that is made for a proposal."""

import re
import unicodedata
from datetime import datetime

from isotherm_api import audit
from isotherm_api.access import Access, Reference, Role, SiteRef, Visible, require, resolve, site_of
from isotherm_api.database import Connection
from isotherm_api.problem import Conflict, FieldError
from isotherm_api.proposals.schemas import NewSensor

_LONGEST = 64


async def make(connection: Connection, access: Access, wanted: NewSensor) -> Visible:
    """The sensor, new at its site; Conflict where its slug is taken.

    Needs operator at the site, and manager where limits are given. Without a slug the name makes
    one, with a number where another sensor has it.
    """
    least = Role.OPERATOR if wanted.low is None and wanted.high is None else Role.MANAGER
    where = await site_of(connection, access, wanted.site)
    role = access.role_at(where.id)
    if role is not None:
        require(role, least, where.slug)
    slug = await _add(connection, where, wanted)
    [made] = await resolve(connection, access, [Reference(where.slug, slug)])
    after = wanted.model_dump(include={"name", "place", "expected_interval_s"})
    await audit.insert(connection, access, "sensor.add", str(made.reference), where.id, after=after)
    return made


async def limit(
    connection: Connection,
    access: Access,
    sensor: Visible,
    wanted: NewSensor,
    since: datetime | None,
    now: datetime,
) -> None:
    """Sets the limits wished, in force from the sensor's first instant."""
    if wanted.low is None and wanted.high is None:
        return
    await connection.execute(
        "INSERT INTO limits (sensor_id, since, low, high, set_by, set_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        sensor.id,
        since or now,
        wanted.low,
        wanted.high,
        access.caller.username,
        now,
    )
    await audit.insert(
        connection, access, "limits.set", str(sensor.reference), sensor.site_id,
        after={"low": wanted.low, "high": wanted.high},
    )  # fmt: skip


def slugs(name: str) -> list[str]:
    """Slugs a name may make, the plainest first."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", letters)[: _LONGEST - 4].strip("-") or "sensor"
    return [plain, *(f"{plain}-{number}" for number in range(2, 100))]


async def _add(connection: Connection, where: SiteRef, wanted: NewSensor) -> str:
    for slug in [wanted.slug] if wanted.slug is not None else slugs(wanted.name):
        found = await connection.fetchval(
            "INSERT INTO sensor (site_id, slug, name, place, expected_interval_s)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id",
            where.id,
            slug,
            wanted.name,
            wanted.place,
            wanted.expected_interval_s,
        )
        if found is not None:
            return slug
    taken = wanted.slug or slugs(wanted.name)[0]
    raise Conflict(
        f"There is a sensor {where.slug}/{taken} already.",
        errors=[FieldError("new_sensor.slug", "is another sensor's")],
    )
