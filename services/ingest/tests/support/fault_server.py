"""A PostgreSQL server with production settings that can be stopped immediately and started."""

import os
import signal
from dataclasses import dataclass

from isotherm_devstack.host.process import Process
from isotherm_devstack.parts.part import start
from isotherm_devstack.parts.postgres import Postgres


@dataclass(slots=True)
class Server:
    """One cluster, and the process that serves it now."""

    part: Postgres
    process: Process

    async def start(self) -> None:
        """Start the server; after an immediate stop it recovers first."""
        self.process = await start(self.part)

    async def stop(self) -> None:
        """End sessions and write a checkpoint."""
        await self.process.stop()

    async def stop_at_once(self) -> None:
        """Stop like `pg_ctl stop -m immediate`: nothing is finished or written."""
        os.kill(self.process.pid, signal.SIGQUIT)
        await self.process.wait()
