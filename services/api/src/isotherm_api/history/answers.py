"""Answers about a closed range: they have an ETag that late data changes, and may be unchanged."""

import gzip
from collections.abc import Sequence
from typing import Annotated

import msgspec
from fastapi import Query, Request, Response

from isotherm.instants import to_micros
from isotherm_api.bounds import MAX_SENSORS
from isotherm_api.etag import etag
from isotherm_api.history.frame import Frame
from isotherm_api.ranges import Range

SensorIds = Annotated[
    list[str],
    Query(min_length=1, max_length=MAX_SENSORS, description="site-slug/sensor-slug, repeated"),
]

_SHAPE = 1
"""Rises when the same data is answered otherwise."""
_WORTH_PACKING = 2_000
"""Bytes."""


def range_etag(frames: Sequence[Frame], span: Range, *also: object) -> str | None:
    """The ETag of a range that nothing changes but late data; none of one that is still open."""
    end = to_micros(span.end)
    if any(end > each.head.closed_to for each in frames):
        return None
    told = [
        (
            str(each.sensor.reference), each.sensor.interval_s, each.sensor.time_zone,
            each.head.state, min(each.head.rolled_to, end), min(each.head.horizon, end),
        )
        for each in frames
    ]  # fmt: skip
    return etag(_SHAPE, told, to_micros(span.start), end, also)


def unchanged(request: Request, tag: str | None) -> Response | None:
    """304 where the asker has this answer already."""
    if tag is None:
        return None
    known = request.headers.get("if-none-match", "")
    listed = [each.strip().removeprefix("W/") for each in known.split(",")]
    return Response(status_code=304, headers=_headers(tag)) if tag in listed else None


def answer(request: Request, document: object, tag: str | None) -> Response:
    """A document as JSON, compressed where the asker takes that."""
    body = msgspec.json.encode(document)
    headers = _headers(tag) | {"Vary": "Accept-Encoding"}
    if len(body) > _WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
        # the first level takes a third of the default's time and leaves a tenth more
        body = gzip.compress(body, 1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)


def _headers(tag: str | None) -> dict[str, str]:
    if tag is None:
        return {"Cache-Control": "private, no-store"}
    # a browser may keep it, and has to ask whether it still holds
    return {"ETag": tag, "Cache-Control": "private, no-cache"}
