"""An api on a real database, with a realm of its own keys and a clock that stands still."""

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import jwt
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from isotherm.instants import to_ms
from isotherm.process.background import Background
from isotherm.process.connections import pool
from isotherm.process.listener import Listener
from isotherm_api.access import Grants
from isotherm_api.app import create_app
from isotherm_api.bounds import Pace, RequestBounds
from isotherm_api.context import Services
from isotherm_api.database import Database
from isotherm_api.directory import Person
from isotherm_api.hub.hub import CHANNELS, Hub
from isotherm_api.metrics import Metrics
from isotherm_api.tokens import Keys, Verifier
from isotherm_devstack.testing.database import Database as TestDatabase

ISSUER = "http://id.example/realms/isotherm"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class StillClock:
    """Says what it is told to."""

    instant: datetime = NOW

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.instant


class Realm:
    """Signs tokens as Keycloak would, and lists its key."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        listed = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        listed.pop("key_ops", None)
        document = {"keys": [listed | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        self.client = httpx.AsyncClient(
            transport=httpx.MockTransport(lambda _: httpx.Response(200, json=document))
        )

    def token(
        self,
        username: str,
        *,
        admin: bool = False,
        groups: Sequence[str] = (),
        lives: timedelta = timedelta(minutes=5),
    ) -> str:
        """An access token; the subject is `subject-of-<username>`."""
        now = datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "sub": f"subject-of-{username}",
            "aud": "isotherm-api",
            "typ": "Bearer",
            "iat": now,
            "exp": now + lives,
            "preferred_username": username,
            "name": username.title(),
            "email": f"{username}@example.invalid",
            "roles": ["admin"] if admin else [],
            "groups": list(groups),
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": "one"})


@dataclass(slots=True)
class PhoneBook:
    """A directory with one more person in it than have logged in."""

    people: dict[str, Person] = field(
        default_factory=lambda: {
            "newcomer": Person("subject-of-newcomer", "newcomer", "New Comer", None)
        }
    )

    async def find(self, username_or_email: str) -> Person | None:
        """By user name."""
        return self.people.get(username_or_email)

    async def aclose(self) -> None:
        """Nothing to let go."""


class World:
    """Puts places, hardware and readings into the database, with the owner's rights."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection

    async def site(self, slug: str, zone: str = "Europe/Vienna") -> int:
        """A site, named after its slug."""
        return await self._key(
            "INSERT INTO site (slug, name, time_zone) VALUES ($1, $2, $3) RETURNING id",
            slug, slug.title(), zone,
        )  # fmt: skip

    async def sensor(self, site: int, slug: str, interval_s: float | None = 60.0) -> int:
        """A sensor, named after its slug."""
        return await self._key(
            "INSERT INTO sensor (site_id, slug, name, expected_interval_s)"
            " VALUES ($1, $2, $3, $4) RETURNING id",
            site, slug, slug.title(), interval_s,
        )  # fmt: skip

    async def channel(self, device: str, site: int | None = None) -> int:
        """A device with one channel, `temperature`."""
        of = await self._key(
            "INSERT INTO device (name, label, site_id, state) VALUES ($1, $1, $2, 'known')"
            " RETURNING id",
            device, site,
        )  # fmt: skip
        return await self._key(
            "INSERT INTO channel (device_id, name, state) VALUES ($1, 'temperature', 'known')"
            " RETURNING id",
            of,
        )

    async def propose(
        self, device: str, site: int | None = None, channel: str = "temperature"
    ) -> int:
        """A channel nobody has installed, as ingest makes it; its device may have a home."""
        made = await self._key(
            "SELECT id FROM propose_channels(ARRAY[$1], ARRAY[$2])", device, channel
        )
        if site is not None:
            await self.connection.execute(
                "UPDATE device SET site_id = $2 WHERE name = $1", device, site
            )
        return made

    async def install(
        self,
        channel: int,
        sensor: int,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        """The channel feeds the sensor, by default always."""
        await self.connection.execute(
            "INSERT INTO installation (channel_id, sensor_id, during)"
            " VALUES ($1, $2, tstzrange($3, $4))",
            channel, sensor, since, until,
        )  # fmt: skip

    async def fed(self, site: int, slug: str, interval_s: float | None = 60.0) -> tuple[int, int]:
        """A sensor and the channel that always feeds it."""
        sensor = await self.sensor(site, slug, interval_s)
        channel = await self.channel(f"device-{site}-{slug}", site)
        await self.install(channel, sensor)
        return sensor, channel

    async def readings(
        self, channel: int, rows: Iterable[tuple[datetime, float | None, int]]
    ) -> None:
        """Readings (time, value, quality); the newest becomes `latest`."""
        listed = sorted(rows)
        for day in sorted({at.astimezone(UTC).date() for at, _, _ in listed}):
            await self.connection.execute("SELECT make_day($1)", day)
        await self.connection.copy_records_to_table(
            "reading",
            columns=["measured_at", "received_at", "value", "channel_id", "quality"],
            records=[(at, at, value, channel, quality) for at, value, quality in listed],
        )
        await self._latest(channel)

    async def _latest(self, channel: int) -> None:
        await self.connection.execute(
            "INSERT INTO latest (channel_id, measured_at, received_at, value, quality,"
            " good_at, good_value)"
            " SELECT $1, r.measured_at, r.received_at, r.value, r.quality,"
            "  g.measured_at, g.value FROM"
            " (SELECT * FROM reading WHERE channel_id = $1 ORDER BY measured_at DESC LIMIT 1) r"
            " LEFT JOIN (SELECT * FROM reading WHERE channel_id = $1 AND quality & 7 = 0"
            "  ORDER BY measured_at DESC LIMIT 1) g ON true"
            " ON CONFLICT (channel_id) DO UPDATE SET measured_at = excluded.measured_at,"
            " received_at = excluded.received_at, value = excluded.value,"
            " quality = excluded.quality, good_at = excluded.good_at,"
            " good_value = excluded.good_value, written_at = clock_timestamp()",
            channel,
        )

    async def roll(self, sensor: int, channel: int, to: datetime) -> None:
        """Sums before an instant, as far as a list of sensors looks at them, of whole UTC hours."""
        await self.connection.execute(
            "INSERT INTO reading_hour (sensor_id, hour, n, uncounted, total, integral, known_s,"
            " covered_s, least, least_at, most, most_at, first_at, last_at, last_quality,"
            " above_s, below_s, above_times, below_times)"
            " SELECT $1, date_trunc('hour', at), count(*) FILTER (WHERE good),"
            "  count(*) FILTER (WHERE NOT good), 0, 0, 0, 0,"
            "  min(value) FILTER (WHERE good), min(at) FILTER (WHERE good AND value = least),"
            "  max(value) FILTER (WHERE good), min(at) FILTER (WHERE good AND value = most),"
            "  min(at), max(at), (array_agg(quality ORDER BY at DESC))[1], 0, 0, 0, 0"
            " FROM (SELECT measured_at AS at, value, quality, quality & 7 = 0 AS good,"
            "   min(value) FILTER (WHERE quality & 7 = 0) OVER w AS least,"
            "   max(value) FILTER (WHERE quality & 7 = 0) OVER w AS most FROM reading"
            "   WHERE channel_id = $2 AND measured_at < $3"
            "   WINDOW w AS (PARTITION BY date_trunc('hour', measured_at))) r"
            " GROUP BY 2",
            sensor, channel, to,
        )  # fmt: skip
        await self.connection.execute(
            "INSERT INTO rollup (sensor_id, rolled_to) VALUES ($1, $2)"
            " ON CONFLICT (sensor_id) DO UPDATE SET rolled_to = excluded.rolled_to",
            sensor, to,
        )  # fmt: skip

    async def gap(self, sensor: int, since: datetime, until: datetime | None) -> None:
        """A silence as worker notes it."""
        await self.connection.execute("INSERT INTO gap VALUES ($1, $2, $3)", sensor, since, until)

    async def fault(self, sensor: int, since: datetime, until: datetime) -> None:
        """A run of faulty readings as worker notes it."""
        await self.connection.execute("INSERT INTO fault VALUES ($1, $2, $3)", sensor, since, until)

    async def limits(
        self, sensor: int, since: datetime, low: float | None, high: float | None
    ) -> None:
        """Limits in force from an instant on."""
        await self.connection.execute(
            "INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $2, $3, $4, 't')",
            sensor, since, low, high,
        )  # fmt: skip

    async def grant(
        self, site: int, role: str, *, username: str | None = None, group: str | None = None
    ) -> int:
        """A grant to a user of `Realm.token`, or to a group."""
        return await self._key(
            "INSERT INTO access_grant (site_id, subject, group_path, role, granted_by)"
            " VALUES ($1, $2, $3, $4, 't') RETURNING id",
            site, username and f"subject-of-{username}", group, role,
        )  # fmt: skip

    async def _key(self, statement: str, *values: Any) -> int:
        found = await self.connection.fetchval(statement, *values)
        assert isinstance(found, int)
        return found


class Api:
    """The app with its parts, and requests to it as different people."""

    def __init__(
        self, app: FastAPI, services: Services, background: Background, realm: Realm, dsn: str
    ) -> None:
        self.app, self.services, self.realm, self.dsn = app, services, realm, dsn
        self.background = background
        self.registry = CollectorRegistry()
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://api.example/api/v1"
        )

    @property
    def clock(self) -> StillClock:
        """The clock the app goes by."""
        assert isinstance(self.services.clock, StillClock)
        return self.services.clock

    async def ask(
        self, username: str, path: str, *, method: str = "GET", **options: Any
    ) -> httpx.Response:
        """A request by someone; the user `ada` is admin, the user `` sends no token."""
        headers = dict(options.pop("headers", {}))
        if username:
            token = self.realm.token(
                username, admin=username == "ada", groups=options.pop("groups", ())
            )
            headers["Authorization"] = f"Bearer {token}"
        return await self.http.request(method, path, headers=headers, **options)

    async def get(self, username: str, path: str, **params: Any) -> Any:
        """The document of a request that has to succeed."""
        answer = await self.ask(username, path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def install(
        self,
        device: str,
        since: datetime,
        person: str = "ada",
        *,
        sensor: str = "s/fridge",
        **more: Any,
    ) -> httpx.Response:
        """The answer to installing a device's `temperature` on a sensor."""
        body = {"device": device, "channel": "temperature", "from": to_ms(since), **more}
        path = f"/sensors/{sensor}/installations"
        return await self.ask(person, path, method="POST", json=body)

    async def install_proposal(
        self, body: dict[str, Any], person: str = "ada", device: str = "probe"
    ) -> httpx.Response:
        """The answer to installing what a device proposes as `temperature`."""
        path = f"/proposals/{device}/temperature/install"
        return await self.ask(person, path, method="POST", json=body)

    def listener(self) -> Listener:
        """What tells the hub of notifications; run it beside `services.hub.run()`."""
        return Listener(self.dsn, CHANNELS, self.services.hub.heard)


@pytest.fixture(scope="session")
def realm() -> Realm:
    """One realm a session; keys take time to make."""
    return Realm()


@pytest_asyncio.fixture(loop_scope="session")
async def world(database: TestDatabase) -> AsyncIterator[World]:
    """The database as its owner fills it."""
    connection = await asyncpg.connect(database.superuser)
    yield World(connection)
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def api(database: TestDatabase, realm: Realm) -> AsyncIterator[Api]:
    """The app on that database in the api's own role, at noon of 2026-11-23 UTC."""
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(
            pool(database.api, size=5, statement_timeout_ms=20_000)
        )
        parts, clock = Database(connections), StillClock()
        bounds, metrics = RequestBounds(), Metrics.make(CollectorRegistry())
        grants, background = Grants(parts), Background()
        services = Services(
            database=parts,
            verifier=Verifier(Keys(realm.client, ISSUER), ISSUER, "isotherm-api"),
            grants=grants,
            hub=Hub(parts, grants, clock, bounds, metrics, background),
            directory=PhoneBook(),
            clock=clock,
            bounds=bounds,
            metrics=metrics,
            pace=Pace(heartbeat_s=0.2, between_s=0.01, slow_s=5),
        )
        made = Api(create_app(services), services, background, realm, database.api)
        await stack.enter_async_context(made.http)
        yield made
