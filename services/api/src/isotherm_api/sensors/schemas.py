"""The documents of `sensors`; live events carry the same."""

from typing import Literal

from pydantic import Field

from isotherm_api.schemas import Celsius, Model, Ms, Page, RoleWord

Status = Literal["online", "stale", "fault", "never"]
State = Literal["in_range", "above", "below", "silent", "fault", "never"]


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
    latest: Latest | None


class Sensors(Page):
    """A page of sensors, by site and slug."""

    items: list[Sensor]


class Installed(Model):
    """Which channel fed the sensor, from when until when."""

    device: str
    channel: str
    from_: Ms | None = Field(alias="from", description="Null where it has no beginning")
    to: Ms | None


class SensorDetails(Sensor):
    """One sensor, with the hardware that fed it and my role at its site."""

    installations: list[Installed]
    role: RoleWord
