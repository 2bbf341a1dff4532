"""The api with two more routes, each a series as a list of pydantic objects.

`/objects` is written as such APIs commonly are: rows by SQLAlchemy, one object per point, gaps and
a response model, which FastAPI validates and encodes. It uses our rollups, token, grants, limits
and coverage; the incomplete hours at both ends are computed from readings. `/reshaped` converts our
own columns to objects: it differs from our series only in format.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import FastAPI, Query
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Mapped

from isotherm.instants import to_ms
from isotherm.process.settings import load
from isotherm.schema.engine import engine
from isotherm.schema.tables.hardware import Installation
from isotherm.schema.tables.history import Fault, Gap, ReadingHour, Rollup
from isotherm.schema.tables.places import Limits
from isotherm.schema.tables.readings import Reading
from isotherm_api import main
from isotherm_api.app import PREFIX, create_app
from isotherm_api.context import AccessDep, Services, ServicesDep
from isotherm_api.history.answers import SensorIds
from isotherm_api.history.frames import load_frames
from isotherm_api.ranges import From, Range, To, time_range
from isotherm_api.series.build import build
from isotherm_api.settings import ApiSettings
from isotherm_api.visible import Reference, Visible, resolve

_HOUR = timedelta(hours=1)
_UNCOUNTED = 7


class Point(BaseModel):
    """A bucket of a series."""

    time: int
    min: float | None
    avg: float | None
    max: float | None
    count: int


class Dated(BaseModel):
    """Limits and the instant from which they are in force."""

    since: int
    low: float | None
    high: float | None


class Objects(BaseModel):
    """A sensor's series as objects."""

    id: str
    time_zone: str
    interval_s: float | None
    points: list[Point]
    gaps: list[tuple[int, int]]
    coverage: float | None
    faults: list[tuple[int, int]]
    limits: list[Dated]


def with_objects(services: Services) -> FastAPI:
    """Return the api's app with the two additional routes."""
    app = create_app(services)
    dsn = load(ApiSettings).database_url.get_secret_value()
    sessions = async_sessionmaker(engine(dsn, size=10), expire_on_commit=False)

    @app.get(f"{PREFIX}/objects")
    async def read_objects(
        parts: ServicesDep, access: AccessDep, sensor: SensorIds, start: From, to: To
    ) -> list[Objects]:
        span = time_range(start, to, parts.bounds.span)
        async with parts.database.reading() as connection:
            visible = await resolve(connection, access, [Reference.parse(text) for text in sensor])
        async with sessions() as session:
            return [await _series(session, resolved, span) for resolved in visible]

    @app.get(f"{PREFIX}/reshaped")
    async def read_reshaped(
        parts: ServicesDep,
        access: AccessDep,
        sensor: SensorIds,
        start: From,
        to: To,
        points: Annotated[int, Query()] = 720,
    ) -> list[Objects]:
        span = time_range(start, to, parts.bounds.span)
        async with parts.database.long_reading(access.caller.subject) as connection:
            references = [Reference.parse(text) for text in sensor]
            now = parts.clock.now()
            framed = await load_frames(connection, access, references, span, now, parts.days)
            document = await build(connection, framed, points, parts.bounds)
        return [_objects(columns) for columns in document["sensors"]]

    return app


async def _series(session: AsyncSession, sensor: Visible, span: Range) -> Objects:
    """Read stored hours, and compute the incomplete hours at both ends from readings."""
    rolled_to = await session.scalar(select(Rollup.rolled_to).where(Rollup.sensor_id == sensor.id))
    first = span.start.replace(minute=0, second=0, microsecond=0) + _HOUR
    last = min(rolled_to or first, span.end).replace(minute=0, second=0, microsecond=0)
    hours = await session.execute(
        select(ReadingHour.hour, ReadingHour.n, ReadingHour.total, ReadingHour.least,
               ReadingHour.most, ReadingHour.covered_s)
        .where(ReadingHour.sensor_id == sensor.id, ReadingHour.hour >= first,
               ReadingHour.hour < last)
        .order_by(ReadingHour.hour)
    )  # fmt: skip
    points, covered = [], 0.0
    for row in hours:
        covered += row.covered_s
        if row.n:
            points.append(
                Point(time=to_ms(row.hour), min=row.least, avg=row.total / row.n, max=row.most,
                      count=row.n)
            )  # fmt: skip
    for begin, end in ((span.start, first), (last, span.end)):
        edge, seconds = await _open_hours(session, sensor, begin, end)
        points, covered = points + edge, covered + seconds
    spans = [
        (
            await session.execute(
                select(kind.since, kind.until)
                .where(kind.sensor_id == sensor.id, kind.since < span.end, _after(kind, span))
                .order_by(kind.since)
            )
        ).all()
        for kind in (Gap, Fault)
    ]
    limits = await session.scalars(
        select(Limits).where(Limits.sensor_id == sensor.id).order_by(Limits.since)
    )
    gaps, faults = ([(to_ms(a), to_ms(b or span.end)) for a, b in rows] for rows in spans)
    return Objects(
        id=str(sensor.reference), time_zone=sensor.time_zone, interval_s=sensor.interval_s,
        points=sorted(points, key=lambda point: point.time), gaps=gaps, faults=faults,
        coverage=min(1.0, covered / span.span.total_seconds()),
        limits=[Dated(since=to_ms(x.since), low=x.low, high=x.high) for x in limits],
    )  # fmt: skip


def _after(kind: type[Gap] | type[Fault], span: Range) -> Any:
    until: Mapped[datetime | None] | Mapped[datetime] = kind.until
    return (until > span.start) | until.is_(None)


async def _open_hours(
    session: AsyncSession, sensor: Visible, begin: datetime, end: datetime
) -> tuple[list[Point], float]:
    """Return points of hours from readings, and the seconds these readings cover."""
    rows = await session.execute(
        select(Reading.measured_at, Reading.value, Reading.quality)
        .join(Installation, Installation.channel_id == Reading.channel_id)
        .where(Installation.sensor_id == sensor.id,
               Installation.during.contains(Reading.measured_at),
               Reading.measured_at >= begin, Reading.measured_at < end)
        .order_by(Reading.measured_at)
    )  # fmt: skip
    hours: dict[datetime, list[float]] = {}
    seconds = 0.0
    for at, value, quality in rows:
        seconds += sensor.interval_s or 0.0
        if value is not None and not quality & _UNCOUNTED:
            hours.setdefault(at.replace(minute=0, second=0, microsecond=0), []).append(value)
    return [_point(hour, values) for hour, values in hours.items()], seconds


def _point(hour: datetime, values: Sequence[float]) -> Point:
    mean = sum(values) / len(values)
    return Point(time=to_ms(hour), min=min(values), avg=mean, max=max(values), count=len(values))


def _objects(sensor: dict[str, Any]) -> Objects:
    columns = (sensor[name] for name in ("time", "min", "avg", "max", "count"))
    return Objects(
        points=[
            Point(time=at, min=least, avg=mean, max=most, count=count)
            for at, least, mean, most, count in zip(*columns, strict=True)
        ],
        **{
            name: sensor[name]
            for name in ("id", "time_zone", "interval_s", "gaps", "coverage", "faults", "limits")
        },
    )


if __name__ == "__main__":
    main.main(with_objects)
