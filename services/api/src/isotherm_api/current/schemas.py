"""The document of a sensor's current state."""

from typing import Literal

from pydantic import Field

from isotherm.sensors.state import State
from isotherm_api.schemas import QUALITY_BITS, Celsius, Model, Ms

Status = Literal["online", "stale", "fault", "never"]


class LimitsNow(Model):
    """The limits now in force."""

    low: Celsius | None
    high: Celsius | None
    since: Ms


class DeviceNow(Model):
    """The device that supplies the sensor now."""

    name: str
    label: str | None


class Latest(Model):
    """The newest reading, and the newest one that counts in statistics."""

    time: Ms
    received: Ms
    value: Celsius | None
    quality: int = Field(description=QUALITY_BITS)
    good_time: Ms | None
    good_value: Celsius | None


class Sensor(Model):
    """A sensor with its newest reading and its state."""

    id: str = Field(description="site-slug/sensor-slug")
    site: str
    site_name: str
    time_zone: str
    slug: str
    name: str
    place: str | None
    position: int | None = Field(
        description="Where it stands in the site's list: by position, then by name; sensors without"
        " one come last. Only the order of the numbers matters"
    )
    archived: Ms | None = Field(
        description="Since when it is hidden; its readings are still stored. Null if it is not"
    )
    interval_s: float | None = Field(
        description="Expected seconds between readings; null if unknown"
    )
    limits: LimitsNow | None
    device: DeviceNow | None
    channel: str | None
    status: Status = Field(
        description="A coarse state: `fault` also for a sensor whose values are suspect"
    )
    state: State = Field(
        description="`suspect`: the newest value is suspect, and for longer than the gap limit none"
        " has counted: nothing is known about the temperature"
    )
    since: Ms | None = Field(
        description="When it went out of range, into fault, suspect or silent; null in other"
        " states, or if that was more than 24 h ago. An excursion goes on after a gap or a fault,"
        " so that parts of the time since then may be unknown: see unknown_s of statistics"
    )
    silent_at: Ms | None = Field(
        description="When it turns silent unless a reading comes, or when it turned silent; null"
        " without a reading"
    )
    gap_after_s: float = Field(description="The longest silence that is not a gap, in seconds")
    latest: Latest | None
