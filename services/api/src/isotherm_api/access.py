"""Who may see and do what, and the one function that finds the sensors a request asks for."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import asyncpg

from isotherm.names import is_slug
from isotherm_api.database import Connection, Database
from isotherm_api.problem import Forbidden, Invalid, NotFound
from isotherm_api.tokens import Caller


class Role(IntEnum):
    """Roles at a site; each may do all that those below it may."""

    VIEWER = 1
    OPERATOR = 2
    MANAGER = 3

    @property
    def word(self) -> str:
        """The role as the API and the database write it."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Role":
        """The role of a word; ValueError for another word."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True)
class SiteRef:
    """A site as requests name it."""

    id: int
    slug: str


@dataclass(frozen=True, slots=True)
class Access:
    """A caller with their roles, by site; an admin is manager at every site there is."""

    caller: Caller
    roles: Mapping[int, Role]

    @property
    def admin(self) -> bool:
        """Whether the realm calls them admin."""
        return self.caller.admin

    def role_at(self, site_id: int) -> Role | None:
        """Their role at a site, none where the site is not theirs to see."""
        return Role.MANAGER if self.admin else self.roles.get(site_id)

    def sees(self, site_id: int) -> bool:
        """Whether the site is theirs to see."""
        return self.role_at(site_id) is not None

    def sites(self, least: Role = Role.VIEWER) -> list[int] | None:
        """Ids of the sites where they have at least that role; None means every site."""
        if self.admin:
            return None
        return [site for site, role in self.roles.items() if role >= least]


class Grants:
    """What the grants say about a caller, remembered for seconds and forgotten on a NOTIFY."""

    def __init__(
        self,
        database: Database,
        *,
        ttl_s: float = 3.0,
        size: int = 10_000,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._ttl_s, self._size = database, ttl_s, size
        self._monotonic = monotonic
        self._known: OrderedDict[tuple[str, tuple[str, ...]], tuple[float, Mapping[int, Role]]]
        self._known = OrderedDict()
        self._generation = 0

    def forget(self) -> None:
        """Drops everything remembered, also what is being read at this moment."""
        self._generation += 1
        self._known.clear()

    async def access(self, caller: Caller) -> Access:
        """The caller's roles; raises one of GONE when they are not known and cannot be read."""
        if caller.admin:
            return Access(caller, {})
        key = (caller.subject, caller.groups)
        found = self._known.get(key)
        if found is not None and found[0] > self._monotonic():
            return Access(caller, found[1])
        generation = self._generation
        async with self._database.reading() as connection:
            roles = await read_roles(connection, caller.subject, caller.groups)
        if generation == self._generation:
            self._known[key] = (self._monotonic() + self._ttl_s, roles)
            self._known.move_to_end(key)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return Access(caller, roles)

    async def of(self, callers: Sequence[Caller]) -> list[Access]:
        """The roles of many callers as they are now, by one question; raises one of GONE."""
        plain = [each for each in callers if not each.admin]
        rows = []
        if plain:
            async with self._database.reading() as connection:
                rows = await connection.fetch(
                    "SELECT subject, group_path, site_id, role FROM access_grant"
                    " WHERE subject = ANY($1::text[]) OR group_path = ANY($2::text[])",
                    list({each.subject for each in plain}),
                    list({group for each in plain for group in each.groups}),
                )
        given: dict[tuple[str, str], list[asyncpg.Record]] = {}
        for row in rows:
            for kind in ("subject", "group_path"):
                if row[kind] is not None:
                    given.setdefault((kind, row[kind]), []).append(row)
        return [Access(each, {} if each.admin else _roles_of(each, given)) for each in callers]


def _roles_of(
    caller: Caller, given: Mapping[tuple[str, str], Sequence[asyncpg.Record]]
) -> dict[int, Role]:
    groups = (row for group in caller.groups for row in given.get(("group_path", group), ()))
    return _highest((*given.get(("subject", caller.subject), ()), *groups))


async def read_roles(
    connection: Connection, subject: str, groups: Sequence[str]
) -> dict[int, Role]:
    """The highest role at each site that grants to the subject, or to one of the groups, give."""
    rows = await connection.fetch(
        "SELECT site_id, role FROM access_grant WHERE subject = $1 OR group_path = ANY($2::text[])",
        subject,
        list(groups),
    )
    return _highest(rows)


def _highest(rows: Iterable[asyncpg.Record]) -> dict[int, Role]:
    roles: dict[int, Role] = {}
    for row in rows:
        role = Role.of(row["role"])
        roles[row["site_id"]] = max(role, roles.get(row["site_id"], role))
    return roles


async def site_of(
    connection: Connection, access: Access, slug: str, least: Role = Role.VIEWER
) -> SiteRef:
    """The site of that slug, where the caller has at least that role.

    NotFound where they may not see it or it is not there, Forbidden where they may only see it.
    """
    found = await connection.fetchval("SELECT id FROM site WHERE slug = $1", slug)
    role = None if found is None else access.role_at(found)
    if role is None:
        raise NotFound(f"There is no site {slug} that you may see.")
    require(role, least, slug)
    return SiteRef(found, slug)


def require(role: Role, least: Role, slug: str) -> None:
    """Forbidden where a role is below what is needed."""
    if role < least:
        raise Forbidden(f"At {slug} you are {role.word}; this needs {least.word}.")


@dataclass(frozen=True, slots=True)
class Reference:
    """A sensor as requests name it: `site-slug/sensor-slug`."""

    site: str
    sensor: str

    def __str__(self) -> str:
        return f"{self.site}/{self.sensor}"

    @classmethod
    def parse(cls, text: str, field: str = "sensor") -> "Reference":
        """The reference a text makes; Invalid, naming the field, where it makes none."""
        site, slash, sensor = text.partition("/")
        if not slash or not is_slug(site) or not is_slug(sensor):
            raise Invalid.field(field, "has the form site-slug/sensor-slug")
        return cls(site, sensor)

    @classmethod
    def of_path(cls, site: str, sensor: str) -> "Reference":
        """The reference of a URL's path; NotFound where nothing can be called that."""
        if not is_slug(site) or not is_slug(sensor):
            raise NotFound("There is no sensor of that name that you may see.")
        return cls(site, sensor)


@dataclass(frozen=True, slots=True)
class Visible:
    """A sensor the caller may see; integers stay inside."""

    id: int
    site_id: int
    reference: Reference
    time_zone: str
    interval_s: float | None
    """The expected interval as set, else as learned."""
    role: Role


_SENSORS = """
SELECT s.id, s.site_id, site.slug AS site, s.slug AS sensor, site.time_zone,
       coalesce(s.expected_interval_s, s.learned_interval_s) AS interval_s
FROM {asked} AS a (site, sensor)
JOIN site ON site.slug = a.site JOIN sensor s ON s.site_id = site.id AND s.slug = a.sensor"""
# How long a list is PostgreSQL cannot know beforehand, and would plan anew each time.
_ONE = _SENSORS.format(asked="(SELECT $1::text, $2::text)")
_MANY = _SENSORS.format(asked="unnest($1::text[], $2::text[])")


def sensors_of(references: Sequence[Reference]) -> tuple[str, str | list[str], str | list[str]]:
    """A statement that answers with the rows `seen` takes, and its two words."""
    if len(references) == 1:
        return _ONE, references[0].site, references[0].sensor
    return _MANY, [each.site for each in references], [each.sensor for each in references]


def seen(
    rows: Iterable[asyncpg.Record], access: Access, asked: Iterable[Reference]
) -> list[Visible]:
    """The sensors asked for, each once and in the order asked.

    NotFound, naming the first, where one is not there or not the caller's to see: the same words
    for both.
    """
    found: dict[Reference, Visible] = {}
    for row in rows:
        role = access.role_at(row["site_id"])
        if role is not None:
            reference = Reference(row["site"], row["sensor"])
            found[reference] = Visible(
                row["id"], row["site_id"], reference, row["time_zone"], row["interval_s"], role
            )
    wanted = list(dict.fromkeys(asked))
    for each in wanted:
        if each not in found:
            raise NotFound(f"There is no sensor {each} that you may see.")
    return [found[each] for each in wanted]


async def resolve(
    connection: Connection, access: Access, references: Sequence[Reference]
) -> list[Visible]:
    """As `seen`, of what the database has."""
    return seen(await connection.fetch(*sensors_of(references)), access, references)


async def sensor_of_path(
    connection: Connection, access: Access, site: str, sensor: str, least: Role = Role.VIEWER
) -> Visible:
    """Return the sensor of a URL's path if the caller has that role; errors as `site_of`."""
    [found] = await resolve(connection, access, [Reference.of_path(site, sensor)])
    require(found.role, least, site)
    return found
