"""The documents of `sparks`."""

from pydantic import Field

from isotherm_api.schemas import Celsius, Model, Ms


class Spark(Model):
    """The last day of a sensor, to be drawn small."""

    id: str = Field(description="site-slug/sensor-slug")
    time: list[Ms]
    value: list[Celsius] = Field(
        description="The least and the most reading of each hour, where they were measured"
    )
    gaps: list[tuple[Ms, Ms]]
    faults: list[tuple[Ms, Ms]]
    coverage: float | None


class Sparks(Model):
    """The last 24 h of some sensors."""

    from_: Ms = Field(alias="from")
    to: Ms
    sensors: list[Spark]
