"""A broker for one test: its own process, its two services, and devices added while it runs."""

import asyncio
import json
import secrets
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiomqtt

from isotherm.broker.file import Account, credential_for, render
from isotherm.names import (
    ADMIN_ACCOUNT,
    ADMIN_CLIENT,
    CONTROL_TOPIC,
    INGEST_ACCOUNT,
    WORKER_ACCOUNT,
)
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.process import Process, signal_group
from isotherm_devstack.parts.mosquitto import Mosquitto, Tls
from isotherm_devstack.parts.part import start


class BrokerRefusedError(Exception):
    """The dynamic security plugin answered a command with an error."""


@dataclass(slots=True)
class Broker:
    """A running broker. `port` is the services' listener, `device_port` the devices'.

    `passwords` holds one for each user name: the services' from the start, a device's once added.
    """

    part: Mosquitto
    process: Process
    passwords: dict[str, str] = field(default_factory=dict)
    host: str = LOOPBACK
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def port(self) -> int:
        """The listener for services."""
        return self.part.port

    @property
    def device_port(self) -> int:
        """The listener for devices, where the client id is the user name."""
        return self.part.device_port

    def service(self, username: str, **options: Any) -> aiomqtt.Client:
        """Return a client, not yet connected, of a service at the services' listener."""
        return self._client(self.port, username, options)

    def device(self, name: str, **options: Any) -> aiomqtt.Client:
        """Return a client, not yet connected, of a device at the devices' listener."""
        return self._client(self.device_port, name, options)

    def _client(self, port: int, username: str, options: dict[str, Any]) -> aiomqtt.Client:
        login = {"username": username, "password": self.passwords[username]}
        protocol = {"protocol": aiomqtt.ProtocolVersion.V5}
        return aiomqtt.Client(self.host, port, **(protocol | login | options))

    async def publish(self, device: str, topic: str, payload: str | bytes, **options: Any) -> None:
        """Connect as a device, publish one message with QoS 1, and disconnect."""
        async with self.device(device) as client:
            await client.publish(topic, payload, **({"qos": 1} | options))

    async def add_device(self, name: str) -> str:
        """Give a device its account while the broker runs; return its password."""
        password = secrets.token_urlsafe(18)
        send = {"acltype": "publishClientSend", "topic": f"sensors/{name}/#", "allow": True}
        role = f"device-{name}"
        await self.command(
            {"command": "createRole", "rolename": role, "acls": [send]},
            {
                "command": "createClient",
                "username": name,
                "clientid": name,
                "password": password,
                "roles": [{"rolename": role}],
            },
        )
        self.passwords[name] = password
        return password

    async def command(self, *commands: dict[str, Any]) -> list[dict[str, Any]]:
        """Send commands to the dynamic security plugin, as worker does; return its answers.

        A worker that keeps accounts is disconnected by this, and comes back after some seconds.
        Raises BrokerRefusedError for an answer that is an error.
        """
        async with self._one, self.service(ADMIN_ACCOUNT, identifier=ADMIN_CLIENT) as client:
            await client.subscribe(f"{CONTROL_TOPIC}/response")
            await client.publish(CONTROL_TOPIC, json.dumps({"commands": commands}))
            async with asyncio.timeout(30):
                message = await anext(aiter(client.messages))
        answers: list[dict[str, Any]] = json.loads(str(message.payload, "utf-8"))["responses"]
        for answer in answers:
            if "error" in answer:
                raise BrokerRefusedError(f"{answer['command']}: {answer['error']}")
        return answers

    async def start(self) -> None:
        """Start it again after `stop` or `kill`, with its queue and accounts."""
        self.process = await start(self.part)

    async def stop(self) -> None:
        """End it as a restart would: it saves its queue."""
        await self.process.stop()

    def reload(self) -> None:
        """Have it load its certificate again, as SIGHUP does; it takes a moment."""
        signal_group(self.process.pid, signal.SIGHUP)

    async def kill(self) -> None:
        """End it as a power cut would: what came since its last save is lost."""
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def started(
    home: Path, devices: Iterable[str] = (), tls: Tls | None = None
) -> AsyncIterator[Broker]:
    """Run a broker in a folder of its own, with these devices from the start."""
    part = Mosquitto(home, free_port(), free_port(), home / "mosquitto.log", tls=tls)
    names = (INGEST_ACCOUNT, WORKER_ACCOUNT, ADMIN_ACCOUNT, *devices)
    passwords = {name: secrets.token_urlsafe(18) for name in names}
    accounts = [Account(name, credential_for(passwords[name])) for name in names]
    part.prepare(render(accounts))
    broker = Broker(part, Process(part.command()), passwords)
    await broker.start()
    try:
        yield broker
    finally:
        await broker.stop()
