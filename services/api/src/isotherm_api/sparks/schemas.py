"""The documents of `sparks`."""

from pydantic import Field

from isotherm_api.schemas import Celsius, Model, Ms


class Spark(Model):
    """The last day of a sensor, for a small graph."""

    id: str = Field(description="site-slug/sensor-slug")
    time: list[Ms]
    value: list[Celsius] = Field(
        description="The minimum and maximum of each hour, at the time of measurement"
    )
    gaps: list[tuple[Ms, Ms]]
    faults: list[tuple[Ms, Ms]]
    coverage: float | None


class Sparks(Model):
    """The last 24 h of some sensors."""

    from_: Ms = Field(alias="from")
    to: Ms
    sensors: list[Spark]
