"""How much one request may ask for."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of every request; each is answered by a problem that names the field."""

    span: timedelta = timedelta(days=366 * 11)
    """The longest range: ten years, with room for what a page adds at the edges."""
    sensors: int = 20
    """Sensors a request."""
    points: int = 2000
    """Points a sensor."""
    uncounted: int = 200
    """Readings that do not count, listed one by one, a sensor."""
    body_bytes: int = 64 * 1024
    streams: int = 6
    """Live streams one user may have open at once."""
    statement_ms: int = 15_000
    """After so long PostgreSQL gives a statement up."""


MAX_SENSORS = 20
MAX_SPARKS = 100
MAX_POINTS = 2000
DEFAULT_POINTS = 720
"""The same bounds where the OpenAPI document has to know them."""
