"""The api with one more route: a series as a list of pydantic objects, as many APIs answer.

Token, grants, questions to the database, gaps and coverage are the same; only the answer is made of
an object a point and a response model, instead of columns.
"""

from typing import Annotated, Any

from fastapi import FastAPI, Query
from pydantic import BaseModel

from isotherm_api import main
from isotherm_api.access import Reference, resolve
from isotherm_api.app import PREFIX, create_app
from isotherm_api.context import AccessDep, Services, ServicesDep
from isotherm_api.history.answers import SensorIds
from isotherm_api.ranges import From, To, time_range
from isotherm_api.series.build import build


class Point(BaseModel):
    """A bucket."""

    time: int
    min: float | None
    avg: float | None
    max: float | None
    count: int


class Objects(BaseModel):
    """A sensor's series."""

    id: str
    time_zone: str
    interval_s: float | None
    points: list[Point]
    gaps: list[tuple[int, int]]
    coverage: float | None
    faults: list[tuple[int, int]]
    limits: list[dict[str, Any]]


def with_objects(services: Services) -> FastAPI:
    """The api's app and the route."""
    app = create_app(services)

    @app.get(f"{PREFIX}/objects")
    async def read_objects(
        parts: ServicesDep,
        access: AccessDep,
        sensor: SensorIds,
        start: From,
        to: To,
        points: Annotated[int, Query()] = 720,
    ) -> list[Objects]:
        span = time_range(start, to, parts.limits.span)
        async with parts.database.long_reading() as connection:
            visible = await resolve(connection, access, [Reference.parse(each) for each in sensor])
            made = await build(connection, visible, span, points, parts.clock.now(), parts.limits)
        return [_objects(each) for each in made["sensors"]]

    return app


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
    setattr(main, "create_app", with_objects)  # noqa: B010  the process has no other seam
    main.main()
