"""Bounds of a request and of a connection, and the pace of a live stream."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RequestBounds:
    """How much one request may ask for; a problem names the field that exceeds a bound."""

    span: timedelta = timedelta(days=366 * 11)
    """The longest range: ten years, and what a page adds at its edges."""
    sensors: int = 20
    """Sensors per request."""
    points: int = 2000
    """Points per sensor."""
    uncounted: int = 200
    """Readings per sensor that are excluded from statistics and listed one by one."""
    body_bytes: int = 64 * 1024
    streams: int = 6
    """Live streams that one user may have open at once."""
    requests: int = 5
    """Requests of one user that are worked on at once; others wait."""
    turn_wait_s: float = 10.0
    """How long one waits."""


MAX_SENSORS = 20
MAX_SPARKS = 100
MAX_POINTS = 2000
DEFAULT_POINTS = 720
MAX_EXCURSIONS = 1000
DEFAULT_EXCURSIONS = 100
"""The same bounds, for parameters whose OpenAPI description is built at import."""


@dataclass(frozen=True, slots=True)
class ConnectionBounds:
    """How much a client may send besides bodies, and how long it may take; times in seconds."""

    head_bytes: int = 16 * 1024
    """Of a request's line and headers, and of the framing and trailers of its body."""
    head_s: float = 10.0
    """From the connection, or from the first byte of a further request, to the end of its head."""
    body_s: float = 30.0
    """From the end of a request's head to the end of its body."""
    idle_s: int = 5
    """How long a connection is kept for a further request."""
    connections: int = 4096
    """Connections of this process at once."""
    least_bytes_s: float = 8 * 1024
    """What a client has to take of a response that it makes the server keep in memory."""
    patience_s: float = 60.0
    """How often its pace is looked at."""


@dataclass(frozen=True, slots=True)
class ExportBounds:
    """The exports of a process, and how slow their clients may be; times in seconds."""

    total: int = 16
    """A client that reads slowly costs the memory of a page, not time: see `pages`."""
    per_user: int = 2
    pages: int = 4
    """Pages that are read from the database at once, by all exports."""
    assured_s: float = 600.0
    """From then on an export ends if all slots are taken and someone who has none asks for one."""
    extra_assured_s: float = 60.0
    """The same for exports of a user who runs several."""
    least_bytes_s: float = 8 * 1024
    """What a client has to take on average."""
    patience_s: float = 60.0
    """How long a client may take nothing, if it took enough before."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Times of a live stream, in seconds."""

    heartbeat_s: float = 15.0
    between_s: float = 0.25
    """At most four events a second."""
    slow_s: float = 10.0
    """A client that does not receive an event within this time is disconnected."""
