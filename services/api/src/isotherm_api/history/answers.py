"""Answers about a range: an ETag if the range is closed, which late data changes; compression."""

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

_SHAPE = 2
"""Raise it when the same data is encoded in another way."""
_COMPRESS_FROM_BYTES = 2_000


def range_etag(frames: Sequence[Frame], span: Range, *also: object) -> str | None:
    """Return the ETag of an answer about a range and `also`; None if the range is still open.

    It changes with late data, installations, limits and rollups, for `Head.state` does, and when
    the answer begins or ceases to be one that worker still recalculates. Where limits have grace,
    what follows the range decides which excursions count in it.
    """
    end = to_micros(span.end)
    if any(end + frame.rules.longest > frame.head.closed_to for frame in frames):
        return None
    states = [
        (
            str(frame.sensor.reference), frame.sensor.interval_s, frame.sensor.time_zone,
            frame.watched, frame.head.state, min(frame.head.rolled_to, end),
            min(frame.head.horizon, end), frame.stale,
        )
        for frame in frames
    ]  # fmt: skip
    return etag(_SHAPE, states, to_micros(span.start), end, also)


def unchanged(request: Request, tag: str | None) -> Response | None:
    """Return 304 if If-None-Match names the tag, else None."""
    if tag is None:
        return None
    sent = request.headers.get("if-none-match", "")
    tags = [part.strip().removeprefix("W/") for part in sent.split(",")]
    return Response(status_code=304, headers=_headers(tag)) if tag in tags else None


def answer(request: Request, document: object, tag: str | None) -> Response:
    """Return a document as JSON, compressed if it is long and the client accepts gzip."""
    body = msgspec.json.encode(document)
    headers = _headers(tag) | {"Vary": "Accept-Encoding"}
    if len(body) > _COMPRESS_FROM_BYTES and "gzip" in request.headers.get("accept-encoding", ""):
        # level 1 takes a third of the default's time for a tenth more bytes
        body = gzip.compress(body, 1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)


def _headers(tag: str | None) -> dict[str, str]:
    if tag is None:
        return {"Cache-Control": "private, no-store"}
    # a browser may cache it, and has to revalidate it
    return {"ETag": tag, "Cache-Control": "private, no-cache"}
