"""A fridge with three days of readings that are rolled up, and frames of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from api_rollups import roll_up

from isotherm_api.access import Role
from isotherm_api.history.frame import Frame
from isotherm_api.history.frames import load_frame
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.ranges import Range
from isotherm_api.visible import Reference, Visible

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STEP = 10 * MINUTE
"""The interval of its readings."""
START = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
"""When the first was measured: at midnight of its site."""
ROLLED_TO = NOW - HOUR
Row = tuple[datetime, float | None, int]


def steady(start: datetime = START, end: datetime = NOW) -> list[Row]:
    """Return readings of 4 °C."""
    return [(start + STEP * n, 4.0, 0) for n in range((end - start) // STEP)]


@dataclass(frozen=True, slots=True)
class Fridge:
    """The sensor `s/fridge`, and the channel that has always fed it."""

    world: Any
    id: int
    site_id: int
    channel: int

    async def roll_up(self) -> None:
        """Roll it up until ROLLED_TO."""
        await roll_up(self.world.connection, self.id, "UTC", ROLLED_TO, NOW)

    async def frame(self, start: datetime, end: datetime = NOW) -> Frame:
        """Load its frame over a range."""
        visible = Visible(
            self.id,
            self.site_id,
            Reference("s", "fridge"),
            "UTC",
            STEP.total_seconds(),
            Role.VIEWER,
        )
        span = Range(start, end)
        return await load_frame(self.world.connection, visible, span, NOW, PartitionDays())


async def insert_fridge(world: Any, rows: Sequence[Row], *, rolled: bool = True) -> Fridge:
    """Insert the fridge with some readings, and roll it up."""
    site = await world.site("s", "UTC")
    sensor, channel = await world.fed(site, "fridge", STEP.total_seconds())
    if rows:
        await world.readings(channel, rows)
    fridge = Fridge(world, sensor, site, channel)
    if rolled:
        await fridge.roll_up()
    return fridge
