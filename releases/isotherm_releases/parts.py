"""Ingest, worker and api as processes: of a release's checkout, or of the code as it is now."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT
from isotherm.sealing import make_key
from isotherm_devstack.host.paths import script
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.process import Process
from isotherm_devstack.host.tools import run
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.services import Service
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database
from isotherm_releases.checkout import Checkout
from isotherm_releases.identity import Identity

PARTS = ("ingest", "worker", "api")


def program(name: str, of: Checkout | None) -> str:
    """Return the path of a program of a checkout, or of the code as it is now."""
    return script(name) if of is None else of.program(name)


async def migrate(dsn: str, of: Checkout | None) -> None:
    """Upgrade the schema to that of a checkout; raise ToolError."""
    await run(program("isotherm-migrate", of), "upgrade", env={"ISOTHERM_DATABASE_URL": dsn})


@dataclass
class Parts:
    """What the parts share; each start of one is a process of its own."""

    database: Database
    broker: Broker
    identity: Identity
    logs: Path
    api_port: int = field(default_factory=free_port)
    _key: str = field(default_factory=make_key)

    @property
    def api_url(self) -> str:
        """The base address of the api."""
        return f"http://{LOOPBACK}:{self.api_port}/api/v1"

    def running(
        self, name: str, of: Checkout | None = None, instance: str | None = None, **more: str
    ) -> AbstractAsyncContextManager[Process]:
        """Run a part during the block, which begins once it is ready; `more` are settings."""
        return running(self._service(name, of, instance or f"{name}-0", more))

    def _service(
        self, name: str, of: Checkout | None, instance: str, more: Mapping[str, str]
    ) -> Service:
        management = free_port()
        common = {
            "DATABASE_URL": getattr(self.database, name),
            "INSTANCE": instance,
            "MANAGEMENT_PORT": str(management),
        }
        own = {"ingest": self._ingest, "worker": self._worker, "api": self._api}[name]()
        settings = common | own | {key.upper(): text for key, text in more.items()}
        return Service(
            name=name,
            argv=(program(f"isotherm-{name}", of),),
            log=self.logs / f"{instance}.log",
            env={f"ISOTHERM_{key}": text for key, text in settings.items()},
            ready_url=f"http://{LOOPBACK}:{management}/readyz",
        )

    def _mqtt(self, account: str) -> dict[str, str]:
        return {
            "MQTT_HOST": self.broker.host,
            "MQTT_PORT": str(self.broker.port),
            "MQTT_USERNAME": account,
            "MQTT_PASSWORD": self.broker.passwords[account],
        }

    def _ingest(self) -> dict[str, str]:
        return self._mqtt(INGEST_ACCOUNT)

    def _worker(self) -> dict[str, str]:
        return self._mqtt(WORKER_ACCOUNT) | {
            "MQTT_ADMIN_PASSWORD": self.broker.passwords[ADMIN_ACCOUNT],
            "SEALING_KEY": self._key,
            # a dump is as old as its release, and none of its days is to be dropped
            "RAW_DAYS": "36500",
            "REJECT_DAYS": "3650",
            "PROPOSAL_DAYS": "3650",
        }

    def _api(self) -> dict[str, str]:
        return {
            "API_PORT": str(self.api_port),
            "OIDC_ISSUER": self.identity.issuer,
            "OIDC_INTERNAL_URL": self.identity.url,
            "OIDC_LOOKUP_CLIENT_ID": "isotherm-lookup",
            "OIDC_LOOKUP_CLIENT_SECRET": "any",
            "SEALING_KEY": self._key,
        }
