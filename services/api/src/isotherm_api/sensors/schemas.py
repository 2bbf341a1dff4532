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


class Refusal(Model):
    """Why messages or elements of the sensor's channels did not become readings, and how many.

    Counted by UTC hour of receipt, in each hour in which the channel was installed on the sensor.
    """

    reason: str
    title: str
    cure: str = Field(description="What to do about it")
    devices: list[str] = Field(description="The devices that sent them")
    count: int = Field(description="In the UTC hours that the range touches")
    last_day: int = Field(description="In the last 24 UTC hours, including the current one")


class Refusals(Model):
    """What was refused of the sensor's channels, most frequent of the last day first."""

    items: list[Refusal]
