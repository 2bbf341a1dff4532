"""Start the whole system in order, from an empty folder to live values on the overview."""

import asyncio
from dataclasses import dataclass, field

from isotherm.realm.description import describe
from isotherm.realm.errors import RealmError
from isotherm.realm.reconcile import apply
from isotherm.realm.server import administration
from isotherm.schema.bootstrap import bootstrap
from isotherm.schema.migrate import upgrade
from isotherm_devstack.demo import seed
from isotherm_devstack.demo.fleet import FLEET, REPLAYED
from isotherm_devstack.demo.people import ADA, PEOPLE, Person
from isotherm_devstack.errors import RealmRefusedError
from isotherm_devstack.host.process import traces_settings
from isotherm_devstack.lifecycle import report
from isotherm_devstack.lifecycle.live_probe import until_live
from isotherm_devstack.lifecycle.steps import Steps
from isotherm_devstack.lifecycle.supervisor import Supervisor
from isotherm_devstack.parts import frontend_build, keycloak_home
from isotherm_devstack.parts.keycloak import Keycloak, java_home
from isotherm_devstack.parts.mosquitto import Mosquitto, Tls
from isotherm_devstack.parts.part import Part
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.parts.prometheus import Prometheus
from isotherm_devstack.parts.realm import add_people
from isotherm_devstack.parts.services import DATABASE, Services
from isotherm_devstack.state.addresses import Addresses
from isotherm_devstack.state.content import Content
from isotherm_devstack.state.credentials import Credentials
from isotherm_devstack.state.folder import State, write_private
from isotherm_devstack.state.tls import tls_files

_LIVE_TIMEOUT_S = 240.0


@dataclass(slots=True)
class Stack:
    """One stack, and what its database holds."""

    state: State
    addresses: Addresses
    credentials: Credentials
    supervisor: Supervisor
    steps: Steps
    content: Content = Content.DEMO
    observe: bool = False
    services: Services = field(init=False)

    def __post_init__(self) -> None:
        """Describe its services; raise IncompleteTlsError."""
        self.services = Services(
            self.state,
            self.addresses,
            self.credentials,
            tls_files(self.state),
            self.observe,
            traces_settings(),
        )

    async def start(self) -> None:
        """Start all parts; raise StackError, in a group, if one does not become ready."""
        migrated = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._data_side(migrated), name="data side")
            group.create_task(self._keycloak(), name="keycloak")
            group.create_task(self._api(migrated), name="api")
            group.create_task(self._frontend(), name="frontend")
            if self.observe:
                group.create_task(self._prometheus(), name="prometheus")

    @property
    def _sends(self) -> bool:
        return self.content is Content.DEMO

    @property
    def _is_empty(self) -> bool:
        return self.content is Content.EMPTY

    @property
    def _people(self) -> tuple[Person, ...]:
        return (ADA,) if self._is_empty else PEOPLE

    async def until_live(self) -> int:
        """Wait until a user's overview shows live values; return the number of live sensors.

        Without senders any answer is enough.
        """
        url, password = self.addresses.frontend_url, self.credentials.people[ADA.username]
        least, goal = (1, "shows live values") if self._sends else (0, "answers")
        with self.steps.step(f"Logging in until the overview {goal}"):
            return await until_live(url, ADA.username, password, _LIVE_TIMEOUT_S, least=least)

    async def _data_side(self, migrated: asyncio.Event) -> None:
        await self._database()
        migrated.set()
        await self._broker()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._start(self.services.worker(), "worker"))
            # before any device: the broker queues nothing for a subscriber that never connected
            group.create_task(self._start(self.services.ingest(), "ingest"))
        if self._sends:
            await self._senders()

    async def _database(self) -> None:
        single, log = self.credentials.single, self.state.log("postgres")
        home = self.state.home / "postgres"
        server = Postgres(home, self.addresses.postgres, single["postgres_superuser"], log)
        with self.steps.step("PostgreSQL"):
            await server.prepare()
            await self.supervisor.start(server)
        owner = self.services.database_dsn("owner")
        with self.steps.step(
            "Database and schema" if self._is_empty else "Database, schema and demo"
        ):
            await bootstrap(server.dsn(), self.credentials.database, database=DATABASE)
            await upgrade(owner)
            if not self._is_empty:
                await seed.seed(owner, self.credentials.devices)

    async def _broker(self) -> None:
        broker = Mosquitto(
            self.state.home / "mosquitto",
            self.addresses.mqtt_services,
            self.addresses.mqtt,
            self.state.log("mosquitto"),
            self.services.rendering(),
            self._tls(),
        )
        with self.steps.step("Mosquitto"):
            broker.prepare()
            await self.supervisor.start(broker)

    def _tls(self) -> Tls | None:
        files = self.services.tls
        if files is None:
            return None
        return Tls(self.addresses.mqtt_tls, files.certificate, files.key)

    async def _keycloak(self) -> None:
        server = Keycloak(
            self.state.home / "keycloak",
            self.addresses.keycloak,
            self.addresses.keycloak_management,
            self.credentials.single["keycloak_admin"],
            self.state.log("keycloak"),
        )
        if not keycloak_home.is_built():
            with self.steps.step("Downloading and building Keycloak, once (200 MB)"):
                await keycloak_home.built(java_home())
        with self.steps.step("Keycloak"):
            await server.prepare()
            await self.supervisor.start(server, timeout_s=240)
        with self.steps.step("Realm and people"):
            await asyncio.to_thread(self._realm)

    def _realm(self) -> None:
        """Make the realm agree with the product's description, and add people who are missing.

        Raise RealmRefusedError.
        """
        settings = self.services.realm_settings()
        try:
            with administration(settings, self.steps.log) as admin:
                apply(admin, describe(settings.values()), self.steps.log)
                add_people(admin, self._people, self.credentials.people)
        except RealmError as error:
            raise RealmRefusedError(f"keycloak: {error}") from error

    async def _api(self, migrated: asyncio.Event) -> None:
        await migrated.wait()
        await self._start(self.services.api(), "api")

    async def _frontend(self) -> None:
        target = self.state.home / "frontend"
        if not frontend_build.is_current(target):
            with self.steps.step("Building the pages"):
                await frontend_build.build(target)
        built = await frontend_build.build(target)
        await self._start(self.services.frontend(built), "frontend")

    async def _prometheus(self) -> None:
        server = Prometheus(
            self.state.home / "prometheus",
            self.addresses.prometheus,
            self.state.log("prometheus"),
            self.addresses.metrics_ports,
        )
        server.prepare()
        await self._start(server, "Prometheus")

    async def _senders(self) -> None:
        devices = self.credentials.devices
        write_private(
            self.state.devices, {sensor.device: devices[sensor.device] for sensor in FLEET}
        )
        write_private(self.state.replayed, {REPLAYED.device: devices[REPLAYED.device]})
        await self._start(
            self.services.simulate(), "simulated sensors: 30 days of history, then live readings"
        )
        await self._start(self.services.replay(), "replay of an office sensor's year")

    async def _start(self, part: Part, title: str) -> None:
        with self.steps.step(title):
            await self.supervisor.start(part)

    def write(self) -> None:
        """Write `stack.json`."""
        owner = self.services.database_dsn("owner")
        content = report.stack_json(
            self.addresses,
            self.credentials,
            owner,
            self.supervisor,
            self.content,
            self.services.tls,
            observe=self.observe,
        )
        write_private(self.state.stack, content)
