"""An answer of freed memory, such as Mosquitto 2.0 may send, is read as far as it can be."""

import asyncio
import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import cast

import aiomqtt

from isotherm_worker.accounts.plugin import Plugin


class Garbling:
    """A client whose broker answers each command with a name that is no UTF-8 and no JSON text."""

    def __init__(self) -> None:
        self.answers: asyncio.Queue[bytes] = asyncio.Queue()

    async def publish(self, topic: str, payload: str) -> None:
        """Answer the command, after a foreign answer."""
        [command] = json.loads(payload)["commands"]
        answer = {"correlationData": command["correlationData"], "data": {"clients": ["NAME"]}}
        document = json.dumps({"responses": [{"data": {}}, answer]}).encode()
        await self.answers.put(document.replace(b"NAME", b"fr\xff\x01"))

    @property
    async def messages(self) -> AsyncIterator[SimpleNamespace]:
        """The answers, as messages."""
        while True:
            yield SimpleNamespace(payload=await self.answers.get())


async def test_a_garbled_answer_is_that_of_its_command() -> None:
    plugin = Plugin(cast(aiomqtt.Client, Garbling()))
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        receiving = group.create_task(plugin.receive())
        assert await plugin.command("listClients") == {"clients": ["fr\ufffd\x01"]}
        receiving.cancel()
