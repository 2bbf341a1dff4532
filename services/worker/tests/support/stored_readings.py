"""Readings of a channel that are stored one by one, and the job that judges them."""

from datetime import UTC, datetime, timedelta

import asyncpg
from fixed_clock import FixedClock

from isotherm.quality import Quality
from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.suspects import judge_suspects

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SUSPECT = int(Quality.SUSPECT)


class Readings:
    """A channel whose readings are stored one by one, with all beyond any air as candidates."""

    def __init__(self, sql: asyncpg.Connection, pool: asyncpg.Pool, channel: int) -> None:
        self.sql, self.pool, self.channel = sql, pool, channel
        self.job = judge_suspects(FixedClock(AT))

    async def store(
        self,
        minute: float,
        value: float,
        *,
        suspect: bool = False,
        listed: bool = True,
        others: int = 0,
    ) -> None:
        """Store a reading as ingest does; a suspect one may be cleared.

        `others` are further bits of its quality.
        """
        at, quality = AT + minute * MINUTE, SUSPECT * suspect | others
        await self.sql.execute(
            "INSERT INTO reading VALUES ($1, $1, $2, $3, $4)", at, value, self.channel, quality
        )
        if listed and (suspect or not -40 <= value <= 60):
            await self.sql.execute(
                "INSERT INTO suspect (channel_id, measured_at, noted_at, jump)"
                " VALUES ($1, $2, $2, $3)",
                self.channel, at, not suspect,
            )  # fmt: skip
        await self.sql.execute(
            "INSERT INTO latest AS l VALUES ($1, $2, $2, $3, $4, $5, $6) ON CONFLICT (channel_id)"
            " DO UPDATE SET measured_at = $2, value = $3, quality = $4,"
            " good_at = coalesce($5, l.good_at), good_value = coalesce($6, l.good_value)"
            " WHERE l.measured_at < $2",
            self.channel, at, value, quality, None if quality else at, None if quality else value,
        )  # fmt: skip

    async def run(self) -> int:
        """Run the job once; return how many readings it changed."""
        return await run_once(self.pool, self.job) or 0

    async def uncounted(self) -> list[float]:
        """Return the minutes of the readings that do not count."""
        rows = await self.sql.fetch(
            "SELECT measured_at FROM reading WHERE quality <> 0 ORDER BY measured_at"
        )
        return [(row["measured_at"] - AT) / MINUTE for row in rows]

    async def dirty(self) -> list[tuple[datetime, datetime]]:
        """Return the channel's dirty ranges, in time order."""
        rows = await self.sql.fetch(
            "SELECT since, until FROM dirty WHERE channel_id = $1 ORDER BY since", self.channel
        )
        return [(row["since"], row["until"]) for row in rows]
