"""The document of a sensor as it is now."""

from typing import Literal

from pydantic import Field

from isotherm.sensors.state import State
from isotherm_api.schemas import Celsius, Model, Ms

Status = Literal["online", "stale", "fault", "never"]


class LimitsNow(Model):
    """The limits in force."""

    low: Celsius | None
    high: Celsius | None
    since: Ms


class DeviceNow(Model):
    """The device that feeds the sensor now."""

    name: str
    label: str | None


class Latest(Model):
    """The newest reading, and the newest one that counts."""

    time: Ms
    received: Ms
    value: Celsius | None
    quality: int = Field(description="Bits: 1 fault, 2 suspect, 4 time unsure, 8 clock ahead")
    good_time: Ms | None
    good_value: Celsius | None


class Sensor(Model):
    """A measuring point with its newest reading and the state it makes."""

    id: str = Field(description="site-slug/sensor-slug")
    site: str
    site_name: str
    time_zone: str
    slug: str
    name: str
    place: str | None
    interval_s: float | None = Field(description="Expected seconds between readings, where known")
    limits: LimitsNow | None
    device: DeviceNow | None
    channel: str | None
    status: Status
    state: State
    since: Ms | None = Field(
        description="When it went out of range, into fault or silent; null where it is none of"
        " these, or where that was longer than 24 h ago"
    )
    silent_at: Ms | None = Field(
        description="When it turns, or turned, silent unless a reading comes; null without any"
    )
    gap_after_s: float = Field(description="The longest silence that is no gap, in seconds")
    latest: Latest | None
