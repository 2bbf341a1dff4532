"""The document of `series`. Answers are encoded straight from columns; this is their shape."""

from typing import Literal

from pydantic import Field

from isotherm_api.schemas import Celsius, Model, Ms


class Uncounted(Model):
    """A reading that is drawn and counts in nothing."""

    time: Ms
    value: Celsius | None
    quality: int


class LimitsSince(Model):
    """Limits that came into force within the range, or held when it began."""

    since: Ms
    low: Celsius | None
    high: Celsius | None


class SensorSeries(Model):
    """One sensor's columns: equally long, by time, without a row where nothing counted."""

    id: str
    time_zone: str
    interval_s: float | None = Field(
        description="Expected seconds between readings: set, learned, or the range's own median"
    )
    time: list[Ms] = Field(description="Start of each bucket, or the instant of each raw reading")
    min: list[Celsius]
    avg: list[Celsius]
    max: list[Celsius]
    count: list[int]
    gaps: list[tuple[Ms, Ms]] = Field(
        description="Silences of more than 3 intervals, from the last reading to the next"
    )
    gaps_total: int = Field(description="Of them only the longest 4,000 are listed")
    coverage: float | None = Field(
        description="Share of the range up to now that is not gap; null for the future"
    )
    faults: list[tuple[Ms, Ms]] = Field(
        description="From the first faulty reading of a run to the next without fault"
    )
    uncounted: list[Uncounted] = Field(description="The newest 200 readings that do not count")
    uncounted_total: int
    limits: list[LimitsSince]
    first: Ms | None = Field(description="The first reading ever; null where there is none")


class Series(Model):
    """What was asked for, at one resolution."""

    from_: Ms = Field(alias="from")
    to: Ms
    bucket_ms: int | None = Field(
        description="Width of a bucket (of whole site days from one day up); null: raw readings"
    )
    source: Literal["raw", "hour", "day"] = Field(
        description="What it is made of; readings where rollups do not reach, all the same"
    )
    sensors: list[SensorSeries]
