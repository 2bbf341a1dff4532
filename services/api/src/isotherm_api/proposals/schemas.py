"""The documents of proposals."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from isotherm.names import LONGEST_NAME
from isotherm.units import Unit
from isotherm_api.devices.schemas import NAME_SAYS, Channel, Reading
from isotherm_api.evidence.schemas import NameEvidence
from isotherm_api.installations.schemas import Installation
from isotherm_api.schemas import Body, Instant, Limit, Model, Ms, Page
from isotherm_api.sensors.schemas import BareSensor


class UnitGuess(Model):
    """The unit that the values were probably sent in."""

    unit: Unit
    why: str = Field(description="The reason, as a sentence")


class Proposal(Model):
    """A channel that nobody has installed yet, with the readings it has sent so far."""

    device: str
    label: str | None
    site: str | None = Field(
        description="The device's home site; without one only administrators see it"
    )
    channel: str
    topic: str
    created: Ms
    unit: Unit | None = Field(description="The channel's unit for payloads without one")
    name_says: NameEvidence | None = Field(description=NAME_SAYS)
    unit_guess: UnitGuess | None = Field(
        description="Null if neither name nor values indicate a unit, or if it is not a temperature"
    )
    interval_s: float | None = Field(
        description="How often it reports, as its newest messages show, in seconds; null if unclear"
    )
    count: int = Field(description="Stored readings, counted up to 1,000")
    count_capped: bool = Field(description="Whether there are more")
    first_measured: Ms | None
    last: Reading | None
    samples: list[Reading] = Field(description="Its newest 20 readings, newest first")
    rejected: int = Field(
        description="Listed rejects of this channel in the last 24 h that are not replayed"
    )
    dismissed: Ms | None = Field(description="Since when it is hidden unless it is asked for")
    expired: Ms | None = Field(
        description="Since when it is no proposal, as it is silent; it is one again once it speaks"
    )
    ignored: bool = Field(description="Whether its readings are no longer stored, but counted")


class Proposals(Page):
    """A page of proposals, newest first; those that are probably not temperatures come last."""

    items: list[Proposal]
    dismissed: int = Field(description="Proposals that somebody dismissed, counted up to 10,000")
    expired: int = Field(description="Proposals that fell silent, counted up to 10,000")
    ignored: int = Field(description="Channels that somebody ignores, counted up to 10,000")


class NewSensor(BareSensor):
    """A sensor to add. Its limits, in degrees Celsius, need a manager of the site."""

    expected_interval_s: float | None = Field(default=None, gt=0, le=31 * 86_400)
    low: Limit | None = None
    high: Limit | None = None

    @model_validator(mode="after")
    def _apart(self) -> "NewSensor":
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("low has to be below high")
        return self


class Install(Body):
    """The sensor to install the channel on: an existing one or a new one, not both."""

    sensor: str | None = Field(
        default=None, max_length=129, description="site-slug/sensor-slug", examples=["a/fridge"]
    )
    new_sensor: NewSensor | None = None
    since: Instant | None = Field(default=None, description="Null: since its first reading")
    unit: Unit | None = Field(
        default=None,
        description="Unit of payloads without one, from now on. Stored readings are not changed:"
        " if it differs from the previous unit, the installation begins now",
    )
    replace: bool = Field(
        default=False, description="End other installations of the sensor where this one begins"
    )

    @model_validator(mode="after")
    def _one(self) -> "Install":
        if (self.sensor is None) == (self.new_sensor is None):
            raise ValueError("give exactly one of sensor and new_sensor")
        return self


class ProposalInstalled(Model):
    """The sensor that the channel now feeds."""

    sensor: str = Field(description="site-slug/sensor-slug")
    installation: Installation


class NamedChannels(Body):
    """Channels of one device, by name."""

    channels: list[Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]] = (
        Field(min_length=1, max_length=256, examples=[["humidity", "battery"]])
    )


class Channels(Model):
    """The channels of a device that were changed together."""

    items: list[Channel]
