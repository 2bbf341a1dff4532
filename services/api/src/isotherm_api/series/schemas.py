"""The document of `series`, for the OpenAPI document; answers are encoded from columns."""

from typing import Literal

from pydantic import Field

from isotherm_api.schemas import QUALITY_BITS, RECALCULATING, Celsius, Model, Ms


class Uncounted(Model):
    """A reading that is drawn, but counts in no statistic."""

    time: Ms
    value: Celsius | None
    quality: int = Field(description=QUALITY_BITS)


class LimitsSince(Model):
    """Limits that came into force within the range, or held when it began."""

    since: Ms
    low: Celsius | None
    high: Celsius | None
    min_duration_s: float = Field(description="How long an excursion has to last to count")
    hysteresis: Celsius = Field(description="How far within a limit a value ends an excursion")


class SensorSeries(Model):
    """One sensor's columns, in time order; buckets without a reading that counts are left out."""

    id: str
    time_zone: str
    interval_s: float | None = Field(
        description="Expected seconds between readings: set, learned, or the median of the range"
    )
    time: list[Ms] = Field(description="Start of each bucket, or the instant of each raw reading")
    min: list[Celsius]
    avg: list[Celsius]
    max: list[Celsius]
    count: list[int]
    gaps: list[tuple[Ms, Ms]] = Field(
        description="Silences of more than 3 intervals, from the last reading to the next"
    )
    gaps_total: int = Field(description="Number of gaps; only the longest 4,000 are listed")
    coverage: float | None = Field(
        description="Share of the range up to now that is not gap; null if it lies in the future"
    )
    faults: list[tuple[Ms, Ms]] = Field(
        description="From the first faulty reading of a run until the next reading without fault"
    )
    uncounted: list[Uncounted] = Field(description="The newest 200 readings that do not count")
    uncounted_total: int
    limits: list[LimitsSince]
    recalculating: bool = Field(description=RECALCULATING)
    first: Ms | None = Field(description="The sensor's first reading; null if it has none")


class Series(Model):
    """All requested sensors at one resolution."""

    from_: Ms = Field(alias="from")
    to: Ms
    bucket_ms: int | None = Field(
        description="Width of a bucket (whole days of the site from one day up); null: raw readings"
    )
    source: Literal["raw", "hour", "day"] = Field(
        description="What the columns are made of; where there are no rollups yet, readings"
    )
    recalculating: bool = Field(description="Whether one of the sensors is being recalculated")
    sensors: list[SensorSeries]
