"""The document of `statistics`."""

from pydantic import Field

from isotherm_api.schemas import RECALCULATING, Celsius, Model, Ms


class Extreme(Model):
    """A minimum or maximum, and when it was first measured."""

    value: Celsius
    time: Ms


class Excursions(Model):
    """Time beyond a limit, judged by the limits in force at each instant."""

    seconds: float
    times: int = Field(description="Excursions, including one that began before the range")
    open: bool = Field(description="Whether the last one had not ended at the end of the range")


class SensorStatistics(Model):
    """A sensor over a range, up to now."""

    sensor: str
    recalculating: bool = Field(description=RECALCULATING)
    n: int = Field(description="Readings that count")
    expected: int | None = Field(
        description="Readings due at the expected interval, since a device was first installed"
    )
    uncounted: int
    min: Extreme | None
    max: Extreme | None
    mean: Celsius | None = Field(
        description="Weighted by time: a reading holds until the next one, but not into a gap"
    )
    coverage: float | None = Field(
        description="The share that is in no gap; null before a device was first installed"
    )
    unknown_s: float = Field(
        description="Seconds without a value that counts, since a device was first installed"
    )
    above: Excursions
    below: Excursions


class Statistics(Model):
    """All requested sensors."""

    from_: Ms = Field(alias="from")
    to: Ms
    recalculating: bool = Field(description="Whether one of the sensors is being recalculated")
    sensors: list[SensorStatistics]
