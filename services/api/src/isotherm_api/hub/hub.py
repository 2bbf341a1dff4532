"""The hub: one LISTEN per process, one read of each change for all open streams."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from isotherm.instants import Clock
from isotherm.process.background import Background
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm.recalculated import RECALCULATED
from isotherm_api.access import Access, Grants
from isotherm_api.bounds import RequestBounds
from isotherm_api.database import Database
from isotherm_api.ended import EndedSessions
from isotherm_api.hub.client import Client
from isotherm_api.hub.events import Only
from isotherm_api.hub.grants import GrantFollower
from isotherm_api.hub.readings import ReadingFollower
from isotherm_api.hub.sessions import SESSIONS, SessionFollower
from isotherm_api.hub.streams import Streams
from isotherm_api.metrics import Metrics

log = logging.getLogger(__name__)

READINGS, GRANTS, REGISTRY = "isotherm_readings", "isotherm_grants", "isotherm_registry"
CHANNELS = (READINGS, GRANTS, REGISTRY, SESSIONS, RECALCULATED)
"""The channels of NOTIFY that `Hub.heard` understands."""


class Hub:
    """Follows readings, grants and ends of sessions; offers each stream what it may show."""

    def __init__(
        self,
        database: Database,
        grants: Grants,
        clock: Clock,
        bounds: RequestBounds,
        metrics: Metrics,
        background: Background,
        ended: EndedSessions | None = None,
        *,
        recheck_s: float = 30.0,
        between_s: float = 0.25,
    ) -> None:
        self._between_s = between_s
        self._streams = Streams(bounds.streams, metrics)
        self.readings = ReadingFollower(
            database, self._streams, clock, metrics, recheck_s=recheck_s
        )
        self.grants = GrantFollower(grants, self._streams, recheck_s=recheck_s)
        self._ended = ended or EndedSessions()
        self.sessions = SessionFollower(database, self._ended, clock, recheck_s=recheck_s)
        self.ready = self.readings.ready
        outage = Outage(log, "cannot read the newest readings, retrying", "reading them again")
        self._readings_recovery = Recovery(outage, background.job("live-follow"))
        outage = Outage(log, "cannot read grants, retrying", "reading grants again")
        self._grants_recovery = Recovery(outage, background.job("live-grants"))
        outage = Outage(log, "cannot read ended sessions, retrying", "reading them again")
        self._sessions_recovery = Recovery(outage, background.job("ended-sessions"))

    def heard(self, channel: str, payload: str) -> None:
        """Handle a notification; each only sets a flag, so thousands cost no more than one."""
        if channel == GRANTS:
            self.grants.changed()
        elif channel == REGISTRY:
            self.readings.registry_changed()
        elif channel == SESSIONS:
            self.sessions.changed()
        elif channel == RECALCULATED:
            self.readings.recalculated(payload)
        else:
            self.readings.changed()

    @contextmanager
    def client(self, access: Access, only: Only | None, since: int | None) -> Iterator[Client]:
        """Yield the client of a new stream; raise TooMany if its user has too many open.

        `since` is the mark of the last event that a reconnecting client has received.
        """
        with (
            self._streams.open(access, only, since) as client,
            self._ended.closing(access.caller, client.close),
        ):
            self.grants.joined()
            if since is not None:
                self.readings.changed()
            yield client

    def close(self) -> None:
        """End every stream, including those that are opened from now on."""
        self._streams.close()

    def mark(self) -> int:
        """Return how far readings have been read, as an event id (ms since 1970 UTC)."""
        return self.readings.mark()

    async def run(self) -> None:
        """Follow all of them until cancelled; an error is retried with back-off."""
        async with asyncio.TaskGroup() as group:
            # the rest between two steps matches the streams' pace: they send no more events
            readings = keep(self.readings.step, self._readings_recovery, rest_s=self._between_s)
            group.create_task(readings, name="live-follow")
            grants = keep(self.grants.step, self._grants_recovery)
            group.create_task(grants, name="live-grants")
            sessions = keep(self.sessions.step, self._sessions_recovery)
            group.create_task(sessions, name="ended-sessions")
