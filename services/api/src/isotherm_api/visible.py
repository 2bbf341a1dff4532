"""The sensors that a request names, if its caller may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import asyncpg

from isotherm.database import Connection
from isotherm.names import is_slug
from isotherm_api.access import Access, Role, require
from isotherm_api.problem import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Reference:
    """A sensor as a request names it: `site-slug/sensor-slug`."""

    site: str
    sensor: str

    def __str__(self) -> str:
        return f"{self.site}/{self.sensor}"

    @classmethod
    def parse(cls, text: str, field: str = "sensor") -> "Reference":
        """Parse a reference; raise Invalid, naming the field, if the text is none."""
        site, slash, sensor = text.partition("/")
        if not slash or not is_slug(site) or not is_slug(sensor):
            raise Invalid.field(field, "has the form site-slug/sensor-slug")
        return cls(site, sensor)

    @classmethod
    def of_path(cls, site: str, sensor: str) -> "Reference":
        """Return the reference in a URL's path; raise NotFound if these cannot be slugs."""
        if not is_slug(site) or not is_slug(sensor):
            raise NotFound("There is no sensor of that name that you may see.")
        return cls(site, sensor)


@dataclass(frozen=True, slots=True)
class Visible:
    """A sensor that the caller may see; the API never shows the integer ids."""

    id: int
    site_id: int
    reference: Reference
    time_zone: str
    interval_s: float | None
    """The interval as set, or as learned if none is set."""
    role: Role
    archived: bool = False
    """Whether it, or its site, is hidden."""


_SENSORS = """
SELECT s.id, s.site_id, site.slug AS site, s.slug AS sensor, site.time_zone,
       coalesce(s.expected_interval_s, s.learned_interval_s) AS interval_s,
       coalesce(s.archived_at, site.archived_at) IS NOT NULL AS archived
FROM {asked} AS a (site, sensor)
JOIN site ON site.slug = a.site JOIN sensor s ON s.site_id = site.id AND s.slug = a.sensor"""
# PostgreSQL cannot know the length of an array and would plan each query again, so one sensor has a
# statement of its own.
_ONE = _SENSORS.format(asked="(SELECT $1::text, $2::text)")
_MANY = _SENSORS.format(asked="unnest($1::text[], $2::text[])")


def sensors_of(references: Sequence[Reference]) -> tuple[str, str | list[str], str | list[str]]:
    """Return a statement and its two arguments; `seen` takes its rows."""
    if len(references) == 1:
        return _ONE, references[0].site, references[0].sensor
    return (
        _MANY,
        [reference.site for reference in references],
        [reference.sensor for reference in references],
    )


def seen(
    rows: Iterable[asyncpg.Record], access: Access, asked: Iterable[Reference]
) -> list[Visible]:
    """Return the sensors asked for, in that order and without duplicates.

    Raises NotFound for the first one that does not exist or that the caller may not see; both have
    the same words.
    """
    visible: dict[Reference, Visible] = {}
    for row in rows:
        role = access.role_at(row["site_id"])
        if role is not None:
            reference = Reference(row["site"], row["sensor"])
            visible[reference] = Visible(
                row["id"], row["site_id"], reference, row["time_zone"], row["interval_s"], role,
                row["archived"],
            )  # fmt: skip
    wanted = list(dict.fromkeys(asked))
    for reference in wanted:
        if reference not in visible:
            raise NotFound(f"There is no sensor {reference} that you may see.")
    return [visible[reference] for reference in wanted]


async def resolve(
    connection: Connection, access: Access, references: Sequence[Reference]
) -> list[Visible]:
    """Read sensors; result and errors as for `seen`."""
    return seen(await connection.fetch(*sensors_of(references)), access, references)


async def sensor_of_path(
    connection: Connection, access: Access, site: str, sensor: str, least: Role = Role.VIEWER
) -> Visible:
    """Return the sensor in a URL's path if the caller has that role; errors as for `site_of`."""
    [visible] = await resolve(connection, access, [Reference.of_path(site, sensor)])
    require(visible.role, least, site)
    return visible
