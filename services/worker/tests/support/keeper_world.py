"""A broker that is started by the chart's script, and the keeper that prepares its starts."""

import asyncio
import shutil
import signal
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiomqtt
from awaited import until
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from tls_parts import mounted_pair

from isotherm.broker.file import credential_for
from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, READINGS_FILTER, WORKER_ACCOUNT
from isotherm_devstack.host.paths import script
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.process import Command, Process, signal_group
from isotherm_devstack.host.system import mosquitto_program
from isotherm_devstack.parts.mosquitto import Mosquitto, Tls
from isotherm_devstack.parts.part import until_ready
from isotherm_devstack.testing.database import Database

START = Path(__file__).parents[4] / "charts/isotherm/files/mosquitto-start.sh"
INGEST = "isotherm:ingest:ingest-0"
PASSWORDS = {ADMIN_ACCOUNT: "admin", INGEST_ACCOUNT: "ingest", WORKER_ACCOUNT: "worker"}


class Scripted(Mosquitto):
    """Mosquitto, started by the script of the chart."""

    run: Path
    shell: tuple[str, ...] = ("sh",)

    def command(self) -> Command:
        """Return how to start it: the script asks in `run`."""
        broker = (mosquitto_program(), "-c", str(self.conf))
        return Command(self.name, (*self.shell, str(START), str(self.run), *broker), self._log)


@dataclass
class KeeperWorld:
    """The folders of a pod: `run` is the directory of the handshake, `secret` the mounted one."""

    database: Database
    folder: Path
    dsn: str = ""
    shell: tuple[str, ...] = ("sh",)
    tls: bool = False
    _versions: int = 0
    _processes: list[Process] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dsn = self.dsn or self.database.worker
        self.run, self.secret = self.folder / "run", self.folder / "secret"
        self.copied = self.folder / "copied"
        for folder in (self.run, self.secret):
            folder.mkdir(parents=True)
        tls = Tls(free_port(), self.copied / "tls.crt", self.copied / "tls.key")
        self.part = Scripted(
            self.folder / "volume", free_port(), free_port(), self.folder / "broker.log",
            tls=tls if self.tls else None,
        )  # fmt: skip
        self.part.run, self.part.shell = self.run, self.shell
        self.part.prepare()
        self.keeper_log = self.folder / "keeper.log"

    async def register(self, sql: Any, name: str) -> None:
        """Give a device the password `device`, as the database has it."""
        credential = credential_for("device")
        await sql.execute(
            "INSERT INTO device (name, state, credential_salt, credential_hash, credential_at,"
            " credential_version) VALUES ($1, 'known', $2, $3, now(), 1)",
            name, credential.salt, credential.hash,
        )  # fmt: skip

    def mount(self, *, key_of: Path | None = None, authority: str | None = None) -> Path:
        """Mount another certificate, as Kubernetes does; return the folder of its files.

        With `key_of` its key is that of another folder.
        """
        self._versions += 1
        version = mounted_pair(self.secret / f"..version_{self._versions}")
        if key_of is not None:
            shutil.copy(key_of / "tls.key", version / "tls.key")
        if authority is not None:
            (version / "ca.crt").write_text(authority)
        link = self.secret / "..next"
        link.symlink_to(version.name)
        link.rename(self.secret / "..data")
        for name in ("tls.crt", "tls.key", "ca.crt"):
            if not (self.secret / name).is_symlink():
                (self.secret / name).symlink_to(f"..data/{name}")
        return version

    async def start_keeper(self, **settings: str) -> Process:
        """Start the keeper as a process."""
        argv = [script("isotherm-worker"), "keep-broker", "--run", str(self.run)]
        argv += ["--accounts", str(self.part.rules)]
        argv += ["--store", str(self.part.home / "mosquitto.db")]
        argv += ["--services", str(self.part.port)]
        if self.tls:
            argv += ["--certificate", str(self.secret), str(self.copied)]
        passwords = {
            "ISOTHERM_MQTT_INGEST_PASSWORD": PASSWORDS[INGEST_ACCOUNT],
            "ISOTHERM_MQTT_WORKER_PASSWORD": PASSWORDS[WORKER_ACCOUNT],
            "ISOTHERM_MQTT_ADMIN_PASSWORD": PASSWORDS[ADMIN_ACCOUNT],
        }
        environment = {"ISOTHERM_DATABASE_URL": self.dsn, "ISOTHERM_MANAGEMENT_PORT": "0"}
        process = Process(
            Command("keeper", tuple(argv), self.keeper_log, env=environment | passwords | settings)
        )
        await process.start()
        self._processes.append(process)
        return process

    async def ask(self) -> Process:
        """Start the script, which waits for the keeper."""
        process = Process(self.part.command())
        await process.start()
        self._processes.append(process)
        return process

    async def start_broker(self) -> Process:
        """Start the script, and wait until the broker accepts connections."""
        process = await self.ask()
        await until_ready(self.part, process)
        return process

    async def logged(self, text: str) -> None:
        """Wait until the keeper has logged a text."""

        async def found() -> bool:
            return self.keeper_log.exists() and text in self.keeper_log.read_text()

        await until(found)

    async def stop(self) -> None:
        """Stop everything that was started."""
        for process in reversed(self._processes):
            await process.stop()

    async def save(self, broker: Process) -> None:
        """Have the broker write its sessions to its store now, and wait until it has."""
        store = self.part.home / "mosquitto.db"
        before = store.stat().st_mtime_ns if store.exists() else 0
        signal_group(broker.pid, signal.SIGUSR1)

        async def saved() -> bool:
            return store.exists() and store.stat().st_mtime_ns > before

        await until(saved)

    def ingest(self) -> aiomqtt.Client:
        """Return ingest's client with its lasting session, not yet connected."""
        properties = Properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = 3600
        return aiomqtt.Client(
            LOOPBACK, self.part.port,
            username=INGEST_ACCOUNT, password=PASSWORDS[INGEST_ACCOUNT], identifier=INGEST,
            protocol=aiomqtt.ProtocolVersion.V5, clean_start=False, properties=properties,
        )  # fmt: skip

    async def subscribe(self) -> None:
        """Make ingest's session with its shared subscription, and leave it."""
        async with self.ingest() as ingest:
            await ingest.subscribe(READINGS_FILTER, qos=1)

    def device(self, name: str, trusting: Path | None = None) -> aiomqtt.Client:
        """Return a device's client, by TLS if it trusts a certificate; not yet connected."""
        port, context = self.part.device_port, None
        if trusting is not None and self.part.tls is not None:
            port = self.part.tls.port
            context = ssl.create_default_context(cafile=str(trusting / "tls.crt"))
        return aiomqtt.Client(
            LOOPBACK, port, username=name, password="device",  # noqa: S106  of this test's device
            protocol=aiomqtt.ProtocolVersion.V5, tls_context=context,
        )  # fmt: skip

    async def served(self) -> str:
        """Return the certificate that the broker shows to a new connection (PEM)."""
        assert self.part.tls is not None
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        _, writer = await asyncio.open_connection(LOOPBACK, self.part.tls.port, ssl=context)
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
        return ssl.DER_cert_to_PEM_cert(shown)

    async def serves(self, version: Path) -> None:
        """Wait until the broker shows the certificate of a mounted version."""

        async def shown() -> bool:
            return await self.served() == (version / "tls.crt").read_text()

        await until(shown)


@asynccontextmanager
async def keeper_world(database: Database, folder: Path, **more: Any) -> AsyncIterator[KeeperWorld]:
    """Yield a pod's folders; whatever was started is stopped."""
    world = KeeperWorld(database, folder, **more)
    try:
        yield world
    finally:
        await world.stop()
