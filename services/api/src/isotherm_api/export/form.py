"""The form of an export: columns, unit, quality words, and the file's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from isotherm.history.corrections import Kind
from isotherm.quality import Quality
from isotherm.units import Unit
from isotherm_api.csv_form import DIALECTS, CsvForm, Dialect
from isotherm_api.ranges import Range
from isotherm_api.visible import Visible

Resolution = Literal["raw", "hour", "day"]

UNITS: dict[Unit, tuple[str, float, float]] = {
    "C": ("celsius", 1.0, 0.0),
    "F": ("fahrenheit", 1.8, 32.0),
    "K": ("kelvin", 1.0, 273.15),
}
"""By unit: its name, and the factor and offset that convert degrees Celsius."""

QUALITY_WORDS = tuple(
    "+".join((bit.name or "").lower() for bit in Quality if bit and bit & number) or "ok"
    for number in range(2 * max(Quality))
)
"""By quality, the names of its bits; `ok` if none is set."""

KINDS: dict[Kind, int] = {"time": 1, "unit": 2, "set_aside": 4}
"""The bit of each kind of correction in an index of CORRECTED_WORDS."""
CORRECTED_WORDS = tuple(
    "+".join(kind for kind, bit in KINDS.items() if bit & number)
    for number in range(2 * max(KINDS.values()))
)
"""By kinds of correction, their names; empty if there is none."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    resolution: Resolution
    unit: Unit
    zone: str | None
    """The time zone of all times; None for that of each sensor's site."""
    gzip: bool
    csv: CsvForm = "point"

    @property
    def dialect(self) -> Dialect:
        """How cells, numbers and lines are written."""
        return DIALECTS[self.csv]

    def zone_of(self, sensor: Visible) -> str:
        """Return the time zone of a sensor's lines."""
        return self.zone or sensor.time_zone

    @property
    def header(self) -> bytes:
        """The first line: the names of the columns, with the unit."""
        return (self.dialect.mark + self.dialect.line(*self._columns)).encode()

    @property
    def _columns(self) -> tuple[str, ...]:
        unit = UNITS[self.unit][0]
        if self.resolution == "raw":
            return (
                "sensor", "time", "time_zone", f"temperature_{unit}", "quality", "received_at",
                "device", "channel", "corrected",
            )  # fmt: skip
        return (
            "sensor", "from", "to", "time_zone", f"min_{unit}", f"average_{unit}", f"max_{unit}",
            "count", "uncounted", "coverage", "above_s", "below_s",
        )  # fmt: skip

    @property
    def media_type(self) -> str:
        """The media type of the file."""
        return "application/gzip" if self.gzip else "text/csv; charset=utf-8"

    def filename(self, sensors: Sequence[Visible], span: Range) -> str:
        """Return the file's name, in characters that every file system accepts."""
        zone = ZoneInfo(self.zone_of(sensors[0]))
        subject = str(sensors[0].reference).replace("/", "_")
        if len(sensors) > 1:
            subject = f"{len(sensors)}-sensors"
        kind = {"raw": "readings", "hour": "hours", "day": "days"}[self.resolution]
        dates = "_".join(f"{at.astimezone(zone):%Y-%m-%dT%H%M}" for at in (span.start, span.end))
        return f"isotherm_{subject}_{dates}_{kind}.csv" + (".gz" if self.gzip else "")
