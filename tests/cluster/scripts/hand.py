"""Keeps a person for the run: made in Keycloak when this pod starts, deleted when it ends."""

import asyncio
import json
import os
import signal
from pathlib import Path

from isotherm_devstack.acceptance import person
from isotherm_devstack.acceptance.routes import client
from isotherm_devstack.acceptance.settings import read

person.USERNAME = "e2e-cluster"


async def main() -> None:
    target = read()
    assert target.administrator is not None
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with (
        client({}) as inside,
        person.temporary(inside, target, target.administrator) as account,
    ):
        partial = Path("/tmp/account.new")
        partial.touch(0o600)
        partial.write_text(json.dumps([account.username, account.password]))
        os.rename(partial, "/tmp/account.json")
        await ended.wait()


asyncio.run(main())
