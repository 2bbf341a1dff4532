"""The documents of devices."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from isotherm.units import Unit
from isotherm_api.installations.schemas import Installation
from isotherm_api.schemas import Celsius, Model, Ms, Page, RoleWord, Slug, Text, Title

Known = Literal["proposed", "known"]
Notes = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$", min_length=1, max_length=4000)
]
"""Lines that a person typed."""


class Reading(Model):
    """What a channel said at one instant."""

    measured: Ms
    received: Ms
    value: Celsius | None
    quality: int = Field(description="Bits: 1 fault, 2 suspect, 4 time unsure, 8 clock ahead")


class Device(Model):
    """The hardware with an MQTT identity, which is its name."""

    name: str
    label: str | None
    site: str | None = Field(description="Slug of its home site; null: the administrators'")
    state: Known
    model: str | None
    serial: str | None
    firmware: str | None
    notes: str | None
    time_zone: str | None = Field(description="IANA zone of times it sends without an offset")
    clock_skew_ms: int | None = Field(description="How far its clock was ahead when last seen so")
    connection: Literal["online", "offline"] | None
    connection_at: Ms | None
    created: Ms
    channel_count: int
    proposed_count: int = Field(description="How many of them nobody has installed yet")
    role: RoleWord = Field(description="Mine, for this device")
    etag: str = Field(description="Send it as If-Match to change this state")


class Devices(Page):
    """A page of devices, by name."""

    items: list[Device]


class Channel(Model):
    """One probe of a device, the last level of its topic."""

    name: str
    state: Known
    unit: Unit | None = Field(description="Of payloads that name none; null: °C")
    fault_list: bool = Field(description="Whether values as -127 are taken as faults")
    created: Ms
    last: Reading | None
    installations: list[Installation] = Field(
        description="Newest first; those at sites I may not see are left out"
    )
    etag: str = Field(description="Send it as If-Match to change this state")


class DeviceDetails(Device):
    """A device with its channels, by name."""

    channels: list[Channel]


class ChangedDevice(Model):
    """What it shall be; what is left out stays, and null takes a value away."""

    label: Title | None = None
    notes: Notes | None = None
    site: Slug | None = None
    time_zone: Text | None = None
    model: Text | None = None
    serial: Text | None = None
    firmware: Text | None = None


class ChangedChannel(Model):
    """What it shall be from now on; no reading is rewritten. What is left out stays."""

    unit: Unit | None = Field(default=None, description="Null: °C where a payload names none")
    fault_list: bool | None = None
