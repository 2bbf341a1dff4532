"""What an export looks like: columns, unit, quality words, and the file's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from isotherm.quality import Quality
from isotherm.units import Unit
from isotherm_api.access import Visible
from isotherm_api.ranges import Range

Resolution = Literal["raw", "hour", "day"]

UNITS: dict[Unit, tuple[str, float, float]] = {
    "C": ("celsius", 1.0, 0.0),
    "F": ("fahrenheit", 1.8, 32.0),
    "K": ("kelvin", 1.0, 273.15),
}
"""By unit its word, and what to multiply degrees Celsius with and add."""

QUALITY_WORDS = tuple(
    "+".join((bit.name or "").lower() for bit in Quality if bit and bit & number) or "ok"
    for number in range(16)
)
"""By quality, all of its bits in words; `ok` is a plain reading."""


@dataclass(frozen=True, slots=True)
class Form:
    """How to write a file."""

    resolution: Resolution
    unit: Unit
    zone: str | None
    """Time zone of every time; each sensor's own site's where none is given."""
    gzip: bool

    def zone_of(self, sensor: Visible) -> str:
        """The time zone in which a sensor's rows are written."""
        return self.zone or sensor.time_zone

    @property
    def header(self) -> bytes:
        """The first line: the names of the columns, with the unit in them."""
        unit = UNITS[self.unit][0]
        if self.resolution == "raw":
            return (
                f"sensor,time,time_zone,temperature_{unit},quality,received_at,device,channel\n"
            ).encode()
        return (
            f"sensor,from,to,time_zone,min_{unit},average_{unit},max_{unit},count,uncounted,"
            "coverage,above_s,below_s\n"
        ).encode()

    @property
    def media_type(self) -> str:
        """The kind of file."""
        return "application/gzip" if self.gzip else "text/csv; charset=utf-8"

    def filename(self, sensors: Sequence[Visible], span: Range) -> str:
        """A name that says what is inside; of letters that every file system takes."""
        zone = ZoneInfo(self.zone_of(sensors[0]))
        what = str(sensors[0].reference).replace("/", "_")
        if len(sensors) > 1:
            what = f"{len(sensors)}-sensors"
        kind = {"raw": "readings", "hour": "hours", "day": "days"}[self.resolution]
        dates = "_".join(f"{at.astimezone(zone):%Y-%m-%dT%H%M}" for at in (span.start, span.end))
        return f"isotherm_{what}_{dates}_{kind}.csv" + (".gz" if self.gzip else "")
