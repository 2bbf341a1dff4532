"""The document of `overview`, in columns because there may be thousands of sensors."""

from pydantic import Field

from isotherm.sensors.state import State
from isotherm_api.schemas import QUALITY_BITS, Celsius, Model, Ms


class SiteColumns(Model):
    """The sites that have sensors, ordered by slug: columns of equal length."""

    slug: list[str]
    name: list[str]
    time_zone: list[str]


class SensorColumns(Model):
    """The sensors in their order at each site: columns of equal length, named as in `Sensor`."""

    site: list[int] = Field(description="Index into the columns of the sites, from 0")
    slug: list[str]
    name: list[str]
    place: list[str | None]
    position: list[int | None]
    interval_s: list[float | None]
    low: list[Celsius | None]
    high: list[Celsius | None]
    limits_since: list[Ms | None]
    device: list[str | None]
    label: list[str | None]
    channel: list[str | None]
    state: list[State]
    since: list[Ms | None]
    silent_at: list[Ms | None]
    gap_after_s: list[float]
    time: list[Ms | None]
    received: list[Ms | None]
    value: list[Celsius | None]
    quality: list[int | None] = Field(description=QUALITY_BITS)
    good_time: list[Ms | None]
    good_value: list[Celsius | None]
    coverage: list[float | None] = Field(
        description="Of the last 24 h, as far as rolled up; null if nothing is"
    )


class Overview(Model):
    """All sensors I may see with newest reading and state, from one snapshot."""

    time: Ms = Field(description="When the states were judged")
    mark: int = Field(
        description="Send it to /live as Last-Event-ID to continue from this response"
    )
    sites: SiteColumns
    sensors: SensorColumns
