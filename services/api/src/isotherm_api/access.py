"""Roles, grants, and the site that a request names."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import asyncpg

from isotherm.database import Connection
from isotherm.names import is_slug
from isotherm_api.caller import Caller
from isotherm_api.database import Database
from isotherm_api.problem import FieldError, Forbidden, NotFound


class Role(IntEnum):
    """Roles at a site; each includes the roles below it."""

    VIEWER = 1
    OPERATOR = 2
    MANAGER = 3

    @property
    def word(self) -> str:
        """Return the role as the API and the database write it."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Role":
        """Return the role that a word names."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True)
class SiteRef:
    """A site that a request names."""

    id: int
    slug: str


@dataclass(frozen=True, slots=True)
class Access:
    """A caller and their roles by site id; an admin is manager at every site."""

    caller: Caller
    roles: Mapping[int, Role]

    @property
    def admin(self) -> bool:
        """Whether the caller has the realm role `admin`."""
        return self.caller.admin

    def role_at(self, site_id: int) -> Role | None:
        """Return the caller's role at a site; None if they may not see it."""
        return Role.MANAGER if self.admin else self.roles.get(site_id)

    def sees(self, site_id: int) -> bool:
        """Return whether the caller may see the site."""
        return self.role_at(site_id) is not None

    def sites(self, least: Role = Role.VIEWER) -> list[int] | None:
        """Return the ids of the sites where they have at least that role; None means every site."""
        if self.admin:
            return None
        return [site for site, role in self.roles.items() if role >= least]


class Grants:
    """Reads the roles of callers, and caches them for seconds or until a NOTIFY."""

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
        self._cached: OrderedDict[tuple[str, tuple[str, ...]], tuple[float, Mapping[int, Role]]]
        self._cached = OrderedDict()
        self._generation = 0

    def forget(self) -> None:
        """Clear the cache; results of queries that are running now will not be cached."""
        self._generation += 1
        self._cached.clear()

    async def access(self, caller: Caller) -> Access:
        """Return the caller's roles, cached or read; raise one of GONE if they cannot be read."""
        if caller.admin:
            return Access(caller, {})
        key = (caller.subject, caller.groups)
        cached = self._cached.get(key)
        if cached is not None and cached[0] > self._monotonic():
            return Access(caller, cached[1])
        generation = self._generation
        async with self._database.reading() as connection:
            roles = await read_roles(connection, caller.subject, caller.groups)
        if generation == self._generation:
            self._cached[key] = (self._monotonic() + self._ttl_s, roles)
            self._cached.move_to_end(key)
            while len(self._cached) > self._size:
                self._cached.popitem(last=False)
        return Access(caller, roles)

    async def of(self, callers: Sequence[Caller]) -> list[Access]:
        """Read the roles of many callers in one query, past the cache; raise one of GONE."""
        plain = [caller for caller in callers if not caller.admin]
        rows = []
        if plain:
            async with self._database.reading() as connection:
                rows = await connection.fetch(
                    "SELECT subject, group_path, site_id, role FROM access_grant"
                    " WHERE subject = ANY($1::text[]) OR group_path = ANY($2::text[])",
                    list({caller.subject for caller in plain}),
                    list({group for caller in plain for group in caller.groups}),
                )
        by_grantee: dict[tuple[str, str], list[asyncpg.Record]] = {}
        for row in rows:
            for kind in ("subject", "group_path"):
                if row[kind] is not None:
                    by_grantee.setdefault((kind, row[kind]), []).append(row)
        return [
            Access(caller, {} if caller.admin else _roles_of(caller, by_grantee))
            for caller in callers
        ]


def _roles_of(
    caller: Caller, by_grantee: Mapping[tuple[str, str], Sequence[asyncpg.Record]]
) -> dict[int, Role]:
    groups = (row for group in caller.groups for row in by_grantee.get(("group_path", group), ()))
    return _highest((*by_grantee.get(("subject", caller.subject), ()), *groups))


async def read_roles(
    connection: Connection, subject: str, groups: Sequence[str]
) -> dict[int, Role]:
    """Return the highest role by site id that is granted to the subject or one of the groups."""
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


async def sees_every_site(connection: Connection, access: Access) -> bool:
    """Return whether the caller may see every site that is in use.

    The ledger and the counters of the broker cannot be divided by site, so only they may read them.
    """
    if access.admin:
        return True
    every: bool = await connection.fetchval(
        "SELECT $1::int[] <> '{}' AND NOT EXISTS"
        " (SELECT FROM site WHERE archived_at IS NULL AND id <> ALL ($1::int[]))",
        access.sites(),
    )
    return every


async def site_of(
    connection: Connection,
    access: Access,
    slug: str,
    least: Role = Role.VIEWER,
    *,
    field: str | None = None,
) -> SiteRef:
    """Return the site with that slug if the caller has at least that role there.

    Raises NotFound, naming the field of the request if one is given, if it does not exist or the
    caller may not see it; Forbidden if their role is lower.
    """
    site_id: int | None = None
    if is_slug(slug):
        site_id = await connection.fetchval("SELECT id FROM site WHERE slug = $1", slug)
    role = None if site_id is None else access.role_at(site_id)
    if site_id is None or role is None:
        errors = [FieldError(field, "is no site that you may see")] if field else []
        raise NotFound(f"There is no site {slug} that you may see.", errors=errors)
    require(role, least, slug)
    return SiteRef(site_id, slug)


def require(role: Role, least: Role, slug: str) -> None:
    """Raise Forbidden if a role is below the one that is needed."""
    if role < least:
        raise Forbidden(f"At {slug} you are {role.word}; this needs {least.word}.")
