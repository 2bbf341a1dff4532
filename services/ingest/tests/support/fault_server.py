"""A PostgreSQL server, set up as the product wants it, that can be stopped at once and started."""

import os
import signal
from dataclasses import dataclass

from isotherm_devstack.host.process import Process
from isotherm_devstack.parts.part import until_ready
from isotherm_devstack.parts.postgres import Postgres


@dataclass(slots=True)
class Server:
    """One cluster, and the process that serves it at the moment."""

    part: Postgres
    process: Process

    async def start(self) -> None:
        """Starts it; after an immediate stop it recovers first."""
        self.process = Process(self.part.command())
        await self.process.start()
        await until_ready(self.part, self.process)

    async def stop(self) -> None:
        """Ends sessions and writes a checkpoint."""
        await self.process.stop()

    async def stop_at_once(self) -> None:
        """As `pg_ctl stop -m immediate` does: nothing is finished, nothing written."""
        os.kill(self.process.pid, signal.SIGQUIT)
        await self.process.wait()
