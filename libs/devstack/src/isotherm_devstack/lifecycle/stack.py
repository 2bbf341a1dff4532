"""The whole system in its order: what waits for what, from an empty folder to live values."""

import asyncio
from dataclasses import dataclass, field

from isotherm.broker.file import render
from isotherm.schema.bootstrap import bootstrap
from isotherm.schema.migrate import upgrade
from isotherm_devstack.demo import seed
from isotherm_devstack.demo.fleet import FLEET, REPLAYED
from isotherm_devstack.demo.people import ADA, PEOPLE
from isotherm_devstack.lifecycle import report
from isotherm_devstack.lifecycle.live_probe import until_live
from isotherm_devstack.lifecycle.steps import Steps
from isotherm_devstack.lifecycle.supervisor import Supervisor
from isotherm_devstack.parts import frontend_build, keycloak_home
from isotherm_devstack.parts.keycloak import Keycloak, java_home
from isotherm_devstack.parts.mosquitto import Mosquitto
from isotherm_devstack.parts.part import Part
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.parts.realm import product_realm, with_people, with_settings
from isotherm_devstack.parts.services import DATABASE, Services
from isotherm_devstack.state.addresses import Addresses
from isotherm_devstack.state.credentials import Credentials
from isotherm_devstack.state.folder import State, write_private

_LIVE_TIMEOUT_S = 240.0


@dataclass(slots=True)
class Stack:
    """One stack; `simulate` false leaves out everything that sends by itself."""

    state: State
    addresses: Addresses
    credentials: Credentials
    supervisor: Supervisor
    steps: Steps
    simulate: bool = True
    services: Services = field(init=False)

    def __post_init__(self) -> None:
        """Describe its parts."""
        self.services = Services(self.state, self.addresses, self.credentials)

    async def start(self) -> None:
        """Start every part; raises StackError (in a group) for one that will not serve."""
        migrated = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._data_side(migrated), name="data side")
            group.create_task(self._keycloak(), name="keycloak")
            group.create_task(self._api(migrated), name="api")
            group.create_task(self._frontend(), name="frontend")

    async def until_live(self) -> int:
        """Wait for live values in a logged-in overview; return of how many sensors.

        Without senders an answer is enough.
        """
        url, password = self.addresses.frontend_url, self.credentials.people[ADA.username]
        fewest, what = (1, "shows live values") if self.simulate else (0, "answers")
        with self.steps.step(f"The overview, logged in, {what}"):
            return await until_live(url, ADA.username, password, _LIVE_TIMEOUT_S, fewest=fewest)

    async def _data_side(self, migrated: asyncio.Event) -> None:
        await self._database()
        migrated.set()
        await self._broker()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._start(self.services.worker(), "worker"))
            # the broker keeps nothing for a subscriber it has not met: before any device speaks
            group.create_task(self._start(self.services.ingest(), "ingest"))
        if self.simulate:
            await self._senders()

    async def _database(self) -> None:
        single, log = self.credentials.single, self.state.log("postgres")
        home = self.state.home / "postgres"
        server = Postgres(home, self.addresses.postgres, single["postgres_superuser"], log)
        with self.steps.step("PostgreSQL"):
            await server.prepare()
            await self.supervisor.start(server)
        owner = self.services.database_dsn("owner")
        with self.steps.step("Database, schema and demo"):
            await bootstrap(server.dsn(), self.credentials.database, database=DATABASE)
            await upgrade(owner)
            await seed.seed(owner, self.credentials.devices)

    async def _broker(self) -> None:
        broker = Mosquitto(
            self.state.home / "mosquitto",
            self.addresses.mqtt_services,
            self.addresses.mqtt,
            self.state.log("mosquitto"),
        )
        owner = self.services.database_dsn("owner")
        with self.steps.step("Mosquitto"):
            broker.prepare(render(await seed.broker_accounts(owner, self.credentials.services)))
            await self.supervisor.start(broker)

    async def _keycloak(self) -> None:
        single = self.credentials.single
        settings = {
            "ISOTHERM_WEB_URL": self.addresses.frontend_url,
            "ISOTHERM_WEB_CLIENT_SECRET": single["web_client_secret"],
            "ISOTHERM_LOOKUP_CLIENT_SECRET": single["lookup_client_secret"],
        }
        filled = with_settings(product_realm(), settings)
        server = Keycloak(
            self.state.home / "keycloak",
            self.addresses.keycloak,
            self.addresses.keycloak_management,
            with_people(filled, PEOPLE, self.credentials.people),
            single["keycloak_admin"],
            self.state.log("keycloak"),
        )
        if not keycloak_home.is_built():
            with self.steps.step("Keycloak is fetched and built, once (200 MB)"):
                await keycloak_home.built(java_home())
        with self.steps.step("Keycloak"):
            await server.prepare()
            await self.supervisor.start(server, timeout_s=240)

    async def _api(self, migrated: asyncio.Event) -> None:
        await migrated.wait()
        await self._start(self.services.api(), "api")

    async def _frontend(self) -> None:
        target = self.state.home / "frontend"
        if not frontend_build.is_current(target):
            with self.steps.step("The pages are built, as they are new"):
                await frontend_build.build(target)
        built = await frontend_build.build(target)
        await self._start(self.services.frontend(built), "frontend")

    async def _senders(self) -> None:
        devices = self.credentials.devices
        write_private(self.state.devices, {each.device: devices[each.device] for each in FLEET})
        write_private(self.state.replayed, {REPLAYED.device: devices[REPLAYED.device]})
        await self._start(self.services.simulate(), "simulated sensors, 30 days and then live")
        await self._start(self.services.replay(), "replay of the office sensor's year")

    async def _start(self, part: Part, words: str) -> None:
        with self.steps.step(words):
            await self.supervisor.start(part)

    def write(self) -> None:
        """Write `stack.json`, and beside it what `down` needs to know."""
        owner = self.services.database_dsn("owner")
        content = report.stack_json(self.addresses, self.credentials, owner, self.supervisor)
        write_private(self.state.stack, content)
