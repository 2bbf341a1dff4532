"""The documents of `sensors`."""

from pydantic import Field

from isotherm_api.current.schemas import Sensor
from isotherm_api.schemas import Model, Ms, Page, RoleWord


class Sensors(Page):
    """A page of sensors, ordered by site and slug."""

    items: list[Sensor]


class Installed(Model):
    """A channel that supplied the sensor, and when."""

    device: str
    channel: str
    from_: Ms | None = Field(alias="from", description="Null: no beginning")
    to: Ms | None


class SensorDetails(Sensor):
    """One sensor, with the channels that have supplied it and my role at its site."""

    installations: list[Installed]
    role: RoleWord
