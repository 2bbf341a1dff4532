"""The document of `excursions`."""

from typing import Literal

from pydantic import Field

from isotherm_api.schemas import RECALCULATING, Celsius, Model, Ms


class ExcursionExtreme(Model):
    """The value that was furthest beyond the limit, and when it was first judged."""

    value: Celsius
    time: Ms


class Excursion(Model):
    """Values beyond one limit, from the first one until one is within again."""

    side: Literal["above", "below"]
    from_: int = Field(
        alias="from", description="The first value beyond the limit, ms; the range's begin at least"
    )
    to: int = Field(
        description="A value within again, or other limits, ms; the range's end or now at most"
    )
    open: bool = Field(description="Whether it had not ended at the end of the range")
    before: bool = Field(description="Whether it began before the range")
    seconds: float = Field(description="Known time beyond the limit, without gaps and faults")
    extreme: ExcursionExtreme
    limit: Celsius = Field(description="The limit in force at the extreme")
    exact: bool = Field(
        description="False if its readings are gone or not counted yet: it lies within the hours"
        " from `from` to `to`"
    )
    times: int = Field(
        description="How many excursions it stands for: one, or all of its hours if not exact"
    )


class SensorExcursions(Model):
    """The newest excursions of a sensor over a range, up to now."""

    sensor: str
    recalculating: bool = Field(description=RECALCULATING)
    total: int = Field(description="As many as `statistics` counts, above and below")
    more: bool = Field(description="Whether there are older ones than those listed")
    items: list[Excursion] = Field(description="Newest first")


class ListedExcursions(Model):
    """All requested sensors."""

    from_: Ms = Field(alias="from")
    to: Ms
    recalculating: bool = Field(description="Whether one of the sensors is being recalculated")
    sensors: list[SensorExcursions]
