"""What the scripts in the pod share: sessions, tokens, and where results go."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from isotherm_devstack.acceptance import browser
from isotherm_devstack.acceptance.routes import client
from isotherm_devstack.acceptance.settings import Account, Target, read
from isotherm_devstack.acceptance.steps import Api

SITE = "e2e-cluster"
TARGET: Target = read()


def account() -> Account:
    return Account(*json.loads(Path("/tmp/account.json").read_text()))


@asynccontextmanager
async def session() -> AsyncIterator[httpx.AsyncClient]:
    """Give a client that is signed in at the pages."""
    services = {
        TARGET.public_url: TARGET.frontend,
        TARGET.keycloak_public_url: TARGET.keycloak,
    }
    async with client(services) as pages:
        await browser.sign_in(pages, TARGET, account())
        yield pages


@asynccontextmanager
async def api() -> AsyncIterator[Api]:
    """Give the API through the pages."""
    async with session() as pages:
        yield Api(pages, TARGET.public_url, {})


def finish(result: Any) -> None:
    """Print the result, which the runner reads as the last line."""
    print(json.dumps(result), flush=True)


class Running:
    """Whether a load that was started by name goes on: until the file `stop-NAME` appears."""

    def __init__(self, name: str) -> None:
        self._stop = Path(f"/tmp/stop-{name}")
        self._ready = Path(f"/tmp/ready-{name}")

    def __bool__(self) -> bool:
        return not self._stop.exists()

    def ready(self) -> None:
        """Tell that the load is going on."""
        self._ready.write_text(str(time.time()))
