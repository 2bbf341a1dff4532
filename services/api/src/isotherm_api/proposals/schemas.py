"""The documents of proposals."""

from typing import Annotated

from pydantic import Field, model_validator

from isotherm.units import ABSOLUTE_ZERO, Unit
from isotherm_api.devices.schemas import Reading
from isotherm_api.installations.schemas import Installation
from isotherm_api.schemas import Instant, Model, Ms, Page, Slug, Title

Limit = Annotated[float, Field(ge=ABSOLUTE_ZERO, le=10_000, description="Degrees Celsius")]


class UnitGuess(Model):
    """The unit that the values speak for, taken as they were stored."""

    unit: Unit
    why: str = Field(description="A sentence for the reader")


class Proposal(Model):
    """A channel nobody has installed yet, with what it has said so far."""

    device: str
    label: str | None
    site: str | None = Field(description="The device's home site; null: the administrators'")
    channel: str
    topic: str
    created: Ms
    unit: Unit | None = Field(description="Set on the channel for payloads that name none")
    unit_guess: UnitGuess | None = Field(description="Null where nothing speaks for one")
    interval_s: float | None = Field(
        description="Median distance of its newest readings, at most 50, in seconds"
    )
    count: int = Field(description="Readings stored, counted up to 1,000")
    count_capped: bool = Field(description="Whether there are more than were counted")
    first_measured: Ms | None
    last: Reading | None
    samples: list[Reading] = Field(description="Its newest readings, at most 20, newest first")
    rejected: int = Field(
        description="Rejects of this channel in the last 24 h that are listed and not replayed"
    )


class Proposals(Page):
    """A page of proposals, newest first."""

    items: list[Proposal]


class NewSensor(Model):
    """A sensor to be made. Limits are degrees Celsius and for managers of the site to set."""

    site: Slug
    name: Title
    slug: Slug | None = Field(default=None, description="Made from the name where left out")
    place: Title | None = None
    expected_interval_s: float | None = Field(default=None, gt=0, le=31 * 86_400)
    low: Limit | None = None
    high: Limit | None = None

    @model_validator(mode="after")
    def _apart(self) -> "NewSensor":
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("low has to be below high")
        return self


class Install(Model):
    """Where the channel is: exactly one of a sensor that is there and a new one."""

    sensor: str | None = Field(
        default=None, max_length=129, description="site-slug/sensor-slug", examples=["a/fridge"]
    )
    new_sensor: NewSensor | None = None
    since: Instant | None = Field(default=None, description="Null: since its first reading")
    unit: Unit | None = Field(
        default=None,
        description="Of payloads that name none, from now on: readings are not rewritten, so that"
        " where it differs from the unit so far the installation begins now",
    )
    replace: bool = Field(
        default=False, description="End what feeds the sensor where this installation begins"
    )

    @model_validator(mode="after")
    def _one(self) -> "Install":
        if (self.sensor is None) == (self.new_sensor is None):
            raise ValueError("give exactly one of sensor and new_sensor")
        return self


class ProposalInstalled(Model):
    """The sensor that the channel feeds now."""

    sensor: str = Field(description="site-slug/sensor-slug")
    installation: Installation
