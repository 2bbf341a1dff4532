"""A client of Mosquitto's dynamic security plugin: one command a message, paced, with its answer.

The plugin answers every administrator on one topic, so answers are told apart by the correlation
data that it repeats. Commands go with QoS 0: each is answered, and an acknowledgement before the
answer would delay that by 40 ms (Nagle's algorithm at the broker).
"""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

import aiomqtt

from isotherm.broker.rights import GENERATION_ROLE, generation_of
from isotherm.names import ADMIN_ACCOUNT, ADMIN_CLIENT, CONTROL_TOPIC
from isotherm_worker import metrics
from isotherm_worker.accounts.pace import Pace
from isotherm_worker.settings import WorkerSettings

ANSWER_WITHIN_S = 30.0
NOT_FOUND = ("Client not found", "Client does not exist", "Role not found", "Role does not exist")
EXISTS = ("Client already exists", "Role already exists")


class PluginError(Exception):
    """The plugin cannot be used, or did not answer."""


class RefusedError(PluginError):
    """The plugin answered a command with an error; `why` is its text."""

    def __init__(self, command: str, why: str) -> None:
        super().__init__(f"{command}: {why}")
        self.why = why


class Plugin:
    """The plugin behind one connection; use it inside `connected`."""

    def __init__(self, client: aiomqtt.Client, pace: Pace | None = None) -> None:
        self._client, self._pace = client, pace or Pace()
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.took_s = 0.0
        """How long the last command took, in seconds."""

    async def command(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a command and return the data of its answer, {} if it has none.

        Raises RefusedError, PluginError if there is no answer, and MqttError.
        """
        correlation = uuid.uuid4().hex
        document = {"command": command, **fields, "correlationData": correlation}
        answer = self._answers[correlation] = asyncio.get_running_loop().create_future()
        try:
            async with self._pace.command():
                begun = time.monotonic()
                await self._client.publish(CONTROL_TOPIC, json.dumps({"commands": [document]}))
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    answered = await answer
                self.took_s = time.monotonic() - begun
        except TimeoutError:
            metrics.ACCOUNT_COMMANDS.labels(command, "no_answer").inc()
            raise PluginError(
                f"{command}: the broker's dynamic security plugin did not answer"
            ) from None
        finally:
            del self._answers[correlation]
        metrics.ACCOUNT_COMMAND_SECONDS.observe(self.took_s)
        if "error" in answered:
            metrics.ACCOUNT_COMMANDS.labels(command, "refused").inc()
            raise RefusedError(command, str(answered["error"]))
        metrics.ACCOUNT_COMMANDS.labels(command, "done").inc()
        return dict(answered.get("data", {}))

    async def command_if(self, expected: tuple[str, ...], command: str, **fields: Any) -> bool:
        """Send a command; return False if it is refused for one of the expected reasons.

        Raises as `command` does.
        """
        try:
            await self.command(command, **fields)
        except RefusedError as error:
            if error.why not in expected:
                raise
            return False
        return True

    async def read_generation(self) -> int | None:
        """Return the generation of the database's accounts that the broker has, None if unknown."""
        try:
            data = await self.command("getRole", rolename=GENERATION_ROLE)
        except RefusedError as error:
            if error.why not in NOT_FOUND:
                raise
            return None
        return generation_of(data.get("role", {}).get("textdescription"))

    async def receive(self) -> NoReturn:
        """Hand answers to their commands until the connection ends; raises MqttError then."""
        async for message in self._client.messages:
            # 2.0 answers with freed memory if somebody deleted a role that a client still has
            payload = bytes(message.payload).decode(errors="replace")
            for answer in json.loads(payload, strict=False)["responses"]:
                waiting = self._answers.get(str(answer.get("correlationData")))
                if waiting is not None and not waiting.done():
                    waiting.set_result(answer)
        raise PluginError("the connection to the broker ended")


@asynccontextmanager
async def connected(settings: WorkerSettings, pace: Pace | None = None) -> AsyncIterator[Plugin]:
    """Yield the plugin; the block is cancelled when the connection ends, and MqttError raised."""
    password = settings.mqtt_admin_password
    client = aiomqtt.Client(
        settings.mqtt_host,
        settings.mqtt_port,
        username=ADMIN_ACCOUNT,
        password=password.get_secret_value() if password else None,
        identifier=ADMIN_CLIENT,
        protocol=aiomqtt.ProtocolVersion.V5,
        tls_context=settings.mqtt_tls_context(),
        timeout=5,
    )
    try:
        async with client, asyncio.TaskGroup() as group:
            await client.subscribe(f"{CONTROL_TOPIC}/response")
            plugin = Plugin(client, pace)
            receiving = group.create_task(plugin.receive(), name="answers of the broker")
            yield plugin
            receiving.cancel()
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
