"""Changes of a sensor's interval; the router has checked the caller's role."""

from datetime import datetime

from isotherm.database import Connection
from isotherm_api import change
from isotherm_api.access import Access
from isotherm_api.interval import documents, queries
from isotherm_api.interval.schemas import IntervalHistory
from isotherm_api.ranges import ms
from isotherm_api.visible import Visible


async def set_interval(
    connection: Connection,
    access: Access,
    sensor: Visible,
    interval_s: float | None,
    since: datetime | None,
    now: datetime,
    if_match: str | None,
) -> IntervalHistory:
    """Set the interval from `since` (None: now); with interval None, worker learns it."""
    await change.lock_sensor(connection, sensor.id)

    async def write(_: IntervalHistory) -> None:
        await queries.set_interval(connection, sensor.id, interval_s, since)

    def audited(before: IntervalHistory, _: IntervalHistory) -> change.Audited:
        after = {"interval_s": interval_s, "since": ms(since or now)}
        return {"interval_s": before.set_s}, after

    target: change.Target[IntervalHistory] = change.Target(
        read=lambda: read(connection, sensor.id),
        etag=lambda document: document.etag,
        raced=lambda _: "Someone else changed the interval meanwhile.",
        name=lambda _: str(sensor.reference),
        site_id=lambda _: sensor.site_id,
    )
    return await change.apply(
        connection, access, target, "interval.set", if_match, write=write, audited=audited
    )


async def read(connection: Connection, sensor_id: int) -> IntervalHistory:
    """Read the document of a sensor's interval."""
    row = await queries.read_interval(connection, sensor_id)
    return documents.interval_history(row, await queries.load_intervals(connection, sensor_id))
