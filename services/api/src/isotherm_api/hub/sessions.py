"""Learns from the database which sessions have ended, here or at another api."""

import asyncio

from isotherm.instants import Clock
from isotherm_api.database import Database
from isotherm_api.ended import EndedSession, EndedSessions
from isotherm_api.hub.waiting import wait_set

SESSIONS = "isotherm_sessions"
"""The channel of NOTIFY for ended sessions."""


class SessionFollower:
    """Reads the ended sessions at the start, after a notification, and now and then."""

    def __init__(
        self, database: Database, ended: EndedSessions, clock: Clock, *, recheck_s: float
    ) -> None:
        self._database, self._ended, self._clock = database, ended, clock
        self._recheck_s = recheck_s
        self._wake = asyncio.Event()
        self._wake.set()

    def changed(self) -> None:
        """Read the ended sessions at the next step."""
        self._wake.set()

    async def step(self) -> None:
        """Wait for a notification or `recheck_s` seconds; read the sessions and apply them."""
        await wait_set(self._wake, self._recheck_s)
        self._wake.clear()
        now = self._clock.now()
        try:
            async with self._database.reading() as connection:
                rows = await connection.fetch(
                    "SELECT session, ended_at, until FROM ended_session WHERE until >= $1", now
                )
        except BaseException:
            self._wake.set()
            raise
        self._ended.update((EndedSession(*row.values()) for row in rows), now)
