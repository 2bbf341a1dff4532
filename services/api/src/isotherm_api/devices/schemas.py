"""The documents of devices."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from isotherm.units import Unit
from isotherm_api.devices.channel_fields import (
    FAULT_VALUES,
    FaultValues,
    PlausibleHigh,
    PlausibleLow,
)
from isotherm_api.devices.credential import CredentialWord
from isotherm_api.devices.life import ConnectionWord
from isotherm_api.devices.names import checked_name
from isotherm_api.devices.problems import ProblemWord
from isotherm_api.evidence.schemas import NameEvidence
from isotherm_api.installations.schemas import Installation
from isotherm_api.schemas import (
    QUALITY_BITS,
    Body,
    Celsius,
    Model,
    Ms,
    Page,
    RoleWord,
    Slug,
    Text,
    Title,
)
from isotherm_api.zones import checked_zone

NAME_SAYS = "What its name says it is; null if that is a temperature, or the name says nothing"
Known = Literal["proposed", "known"]
ChannelState = Literal["proposed", "known", "ignored"]
Notes = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$", min_length=1, max_length=4000)
]
"""Text of several lines that a person typed."""


class Reading(Model):
    """What a channel reported for one instant."""

    measured: Ms
    received: Ms
    value: Celsius | None
    quality: int = Field(description=QUALITY_BITS)


class FrozenValue(Model):
    """A value that has not changed at all: the probe may hang."""

    value: Celsius
    since: Ms = Field(description="At most 7 days ago")


class Credential(Model):
    """How far the newest password has come on its way to the broker."""

    state: CredentialWord = Field(
        description="`none`: no password was made; `waiting`: worker has to apply it; `applied`:"
        " the broker has it; `expired`: worker did not apply it within ten minutes, so make a new"
        " one, or render the broker's file and restart it; `failed`: the broker refused it;"
        " `elsewhere`: somebody else makes the accounts"
    )
    version: int = Field(description="Rises with each new password; 0 without one")
    made: Ms | None
    applied: Ms | None
    error: str | None = Field(description="What the broker said when it refused the account")


class Served(Model):
    """A sensor that a device supplies now."""

    sensor: str = Field(description="Its reference, `site/sensor`")
    name: str
    site_name: str
    channel: str


class Device(Model):
    """Hardware with an MQTT identity, which is its name."""

    name: str
    label: str | None
    site: str | None = Field(
        description="Slug of its home site; without one only administrators see it"
    )
    state: Known
    model: str | None
    serial: str | None
    firmware: str | None
    notes: str | None
    time_zone: str | None = Field(
        description="IANA time zone of times that it sends without an offset"
    )
    clock_skew_ms: int | None = Field(
        description="How far its clock leads, or lags if negative, when that was last observed;"
        " null if less than half a minute. One that lags may also publish late"
    )
    connection: ConnectionWord | None = Field(
        description="What it said, or `online` if readings came after it said `offline`, or"
        " `asleep` if it said `offline` after its last reading and has not missed three intervals;"
        " null if it does not say"
    )
    connection_at: Ms | None = Field(
        description="When it said so; null if its readings say otherwise"
    )
    offline_at: Ms | None = Field(
        description="When a device that said `offline` counts as offline if it sends nothing more"
    )
    heard: Ms | None = Field(description="When the newest reading of its channels was received")
    problem: ProblemWord | None = Field(
        description="The worst that is wrong: `removed` but heard again, `disabled`,"
        " `never_connected`, `silent` (all its sensors missed three intervals, or it connected and"
        " sent no reading), `rejected` in the last 24 h; null if nothing"
    )
    created: Ms
    disabled: Ms | None = Field(description="Since when it may not connect; null if it may")
    removed: Ms | None = Field(description="When somebody removed it; its readings stay")
    credential: Credential
    channel_count: int
    proposed_count: int = Field(
        description="Channels that nobody has installed, dismissed or ignored; without those whose"
        " names say that they are not temperatures"
    )
    serves: int = Field(
        description="Sensors that it supplies now, also of sites I may not see; 0: it is free"
    )
    sensors: list[Served] = Field(description="Those that I may see, by name")
    ever_installed: bool = Field(description="Whether it has supplied a sensor, now or before")
    role: RoleWord = Field(description="My role for this device")
    etag: str = Field(description="Send it as If-Match to change this state")


class Devices(Page):
    """A page of devices."""

    items: list[Device]
    total: int = Field(description="Of all pages")


class Channel(Model):
    """One probe of a device, the last level of its topic."""

    name: str
    state: ChannelState
    ignored: bool = Field(description="Whether its readings are no longer stored, but counted")
    dismissed: Ms | None = Field(description="Since when its proposal is hidden")
    name_says: NameEvidence | None = Field(description=NAME_SAYS)
    unit: Unit | None = Field(description="Unit of payloads without one; null means °C")
    fault_list: bool = Field(
        description="Whether numbers that probes send instead of a temperature are recognised:"
        " -127 is a fault, others, such as 999, are suspect"
    )
    fault_values: list[float] = Field(description=FAULT_VALUES)
    plausible_low: Celsius | None = Field(
        description="A colder reading is suspect until others follow it; null: no bound"
    )
    plausible_high: Celsius | None = Field(
        description="A hotter reading is suspect until others follow it; null: no bound"
    )
    created: Ms
    last: Reading | None
    frozen: FrozenValue | None = Field(
        description="Set if all values of 24 h or longer are the same to the last digit"
    )
    installations: list[Installation] = Field(
        description="Newest first; without those at sites I may not see"
    )
    etag: str = Field(description="Send it as If-Match to change this state")


class DeviceDetails(Device):
    """A device with its channels, by name."""

    channels: list[Channel] = Field(description="Without expired ones")
    channels_used: int = Field(description="Channels that are neither ignored nor expired")
    channels_most: int = Field(description="How many of these a device may have")
    expired: int = Field(
        description="Proposals that fell silent. They are proposed again once they speak"
    )


class NewDevice(Body):
    """A device to register at a site."""

    site: Slug
    name: Annotated[str, StringConstraints(max_length=200), AfterValidator(checked_name)] = Field(
        description="Its user name at the broker and part of its topics: 1 to 64 letters, digits,"
        " and . _ -. It never changes",
        examples=["fridge-1"],
    )
    label: Title | None = None
    model: Text | None = None
    serial: Text | None = None
    firmware: Text | None = None
    notes: Notes | None = None
    time_zone: Annotated[Text, AfterValidator(checked_zone)] | None = None
    adopt: bool = Field(
        default=False,
        description="Take over a proposed device of that name that has no home site; needs an"
        " administrator",
    )


class DeviceWithPassword(Model):
    """A device and its new password, which is shown this once."""

    device: DeviceDetails
    password: str | None = Field(description="Null if somebody else makes the accounts")


def _restores(removed: bool) -> bool:
    if removed:
        raise ValueError("can only be false, which restores the device; DELETE removes it")
    return removed


class ChangedDevice(Body):
    """The fields to set. Fields that are left out stay as they are; null removes a value."""

    label: Title | None = None
    notes: Notes | None = None
    site: Slug | None = None
    time_zone: Text | None = None
    model: Text | None = None
    serial: Text | None = None
    firmware: Text | None = None
    disabled: bool | None = Field(
        default=None, description="Whether it is cut off from the broker, at once"
    )
    removed: Annotated[bool, AfterValidator(_restores)] | None = Field(
        default=None,
        description="False restores a removed device. Its installations stay ended, and it needs a"
        " new password",
    )


class ChangedChannel(Body):
    """The fields to set from now on. Stored readings are not changed."""

    unit: Unit | None = Field(default=None, description="Null: °C if a payload has no unit")
    fault_list: bool | None = None
    fault_values: FaultValues | None = Field(default=None, description=FAULT_VALUES)
    plausible_low: PlausibleLow | None = Field(
        default=None, description="Degrees Celsius, at most -40; null: no reading is too cold"
    )
    plausible_high: PlausibleHigh | None = Field(
        default=None, description="Degrees Celsius, at least 60; null: no reading is too hot"
    )
