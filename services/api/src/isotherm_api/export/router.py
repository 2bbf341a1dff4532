"""`GET /export`."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import ExitStack, aclosing, contextmanager
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from isotherm.units import Unit
from isotherm_api.access import Access
from isotherm_api.bounds import MAX_SENSORS
from isotherm_api.caller import Caller
from isotherm_api.context import AccessDep, Services, ServicesDep
from isotherm_api.csv_form import CsvFormQuery
from isotherm_api.export import raw, rollups
from isotherm_api.export.file import FileStream
from isotherm_api.export.form import Form, Resolution
from isotherm_api.history.frames import load_frames
from isotherm_api.problem import NotFound, Problem
from isotherm_api.ranges import From, Range, To, time_range
from isotherm_api.schemas import RECALCULATING
from isotherm_api.slots import Slot
from isotherm_api.visible import Reference, Visible, resolve
from isotherm_api.zones import require_zone

router = APIRouter(prefix="/export", tags=["export"])

RECALCULATING_HEADER = "Isotherm-Recalculating"

_TEXT = {"schema": {"type": "string"}}
_FILE = {"schema": {"type": "string", "format": "binary"}}


_Sensors = Annotated[
    list[str],
    Query(min_length=1, max_length=MAX_SENSORS, description="site-slug/sensor-slug, repeated"),
]
_Resolution = Annotated[
    Resolution, Query(description="Each reading, or hours or days of the sensor's site")
]
_Zone = Annotated[
    str | None,
    Query(
        max_length=100, description="IANA zone of all times; default: that of each sensor's site"
    ),
]
_Compress = Annotated[Literal["gzip"] | None, Query(description="A .csv.gz file instead of a .csv")]
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A header line, then a line for each reading, hour or day. A name that a"
        " spreadsheet would compute or convert, such as -1-1 or 3/12, has an apostrophe in front:"
        " no name contains one, so remove it. Of a reading, `corrected` names the kinds of"
        " correction that changed it: time, unit and set_aside, joined by +.",
        "content": {"text/csv": _TEXT, "application/gzip": _FILE},
        "headers": {
            RECALCULATING_HEADER: {
                "description": RECALCULATING + ". `true` or `false`, as the export begins",
                "schema": {"type": "string", "enum": ["true", "false"]},
            }
        },
    }
}


@router.get("", response_class=Response, responses=_RESPONSES)
async def export(
    parts: ServicesDep,
    access: AccessDep,
    sensor: _Sensors,
    start: From,
    to: To,
    resolution: _Resolution = "raw",
    zone: _Zone = None,
    unit: Unit = "C",
    compress: _Compress = None,
    form: CsvFormQuery = "point",
) -> Response:
    """Readings of some sensors over a range as a CSV file, one sensor after another.

    Readings that do not count are included, with their quality; faults have no value. If the file
    breaks off, the connection ends abnormally, so that no client takes it for complete.
    """
    require_zone(zone, "zone")
    span = time_range(start, to, parts.bounds.span)
    references = [Reference.parse(text) for text in sensor]
    written = Form(resolution, unit, zone, compress is not None, form)
    async with parts.database.reading() as connection:
        sensors = await resolve(connection, access, references)
        now = parts.clock.now()
        frames = await load_frames(connection, access, references, span, now, parts.days)
        recalculating = any(frame.recalculating for frame in frames)
    return FileStream(
        _chunks(parts, access, sensors, span, written),
        partial(_slot, parts, access.caller),
        parts.exports.bounds,
        filename=written.filename(sensors, span),
        media_type=written.media_type,
        gzip=written.gzip,
        headers={RECALCULATING_HEADER: str(recalculating).lower()},
    )


@contextmanager
def _slot(parts: Services, caller: Caller) -> Iterator[Slot]:
    """Hold a slot while the block runs, until it or the caller's session is ended; count how."""
    metrics = parts.metrics
    with ExitStack() as held:
        try:
            slot = held.enter_context(parts.exports.hold(caller.subject))
        except Problem:
            metrics.exported.labels("refused").inc()
            raise
        held.enter_context(parts.ended.closing(caller, slot.end))
        metrics.exports.inc()
        try:
            yield slot
        finally:
            metrics.exports.dec()
            metrics.exported.labels(_result(slot)).inc()


def _result(slot: Slot) -> str:
    """Return how an export ended, as its counter says it."""
    if slot.ended:
        return "ended"
    return "failed" if slot.failed else "done"


async def _chunks(
    parts: Services, access: Access, sensors: Sequence[Visible], span: Range, form: Form
) -> AsyncGenerator[bytes, None]:
    header = form.header  # goes with the first page, so that its failure is still a problem
    for sensor in sensors:
        async with aclosing(_pages(parts, sensor, span, form)) as pages:
            while (page := await parts.exports.next_page(pages)) is not None:
                await _require_seen(parts, access, sensor)
                yield header + page
                header = b""
    yield header


def _pages(
    parts: Services, sensor: Visible, span: Range, form: Form
) -> AsyncGenerator[bytes, None]:
    if form.resolution == "raw":
        return raw.pages(parts.database, sensor, span, form, parts.clock.now())
    return rollups.pages(parts.database, sensor, span, form, parts.clock.now(), parts.days)


async def _require_seen(parts: Services, access: Access, sensor: Visible) -> None:
    """Raise NotFound if the caller's grant has ended since the export began."""
    if not (await parts.grants.access(access.caller)).sees(sensor.site_id):
        raise NotFound(f"There is no sensor {sensor.reference} that you may see.")
