"""The document of a diagnosis."""

from typing import Literal

from pydantic import Field

from isotherm_api.devices.diagnosis.judge import VerdictWord
from isotherm_api.schemas import Model, Ms

EndingWord = Literal[
    "left",
    "closed",
    "timeout",
    "taken_over",
    "cut_off",
    "oversize",
    "protocol_error",
    "unsupported",
    "failed",
]


class Takeovers(Model):
    """Logins with the device's name while another client with it was connected."""

    count: int = Field(description="Within 24 hours")
    recent: int = Field(description="Of UTC hours with one in the last hour")
    last: Ms | None


class RefusedFrom(Model):
    """Refused logins from one address."""

    address: str
    count: int
    last: Ms


class Refused(Model):
    """Logins that the broker refused, of any device: it does not say with which name."""

    count: int
    since: Ms
    addresses: list[RefusedFrom] = Field(
        description="The last ten; for others than administrators only addresses from which devices"
        " that they may see have connected"
    )
    garbled: int = Field(
        description="Connections that ended because what came was no login: not MQTT, TLS to a"
        " plain port, plain MQTT to a TLS port, or a certificate that the device does not trust"
    )


class RejectedFor(Model):
    """Messages or elements of the device that were rejected for one reason."""

    reason: str
    title: str
    cure: str
    count: int = Field(description="Since the UTC hour before this one")
    last: Ms = Field(description="The last one that was kept")


class Diagnosis(Model):
    """Why nothing arrives from a device, or that its readings arrive."""

    verdict: VerdictWord = Field(
        description="`taken_over`: two clients use its name; `connected_silent`: nothing of it is"
        " stored or rejected; `rejected`: the last that came; `unwatched`: not known, as nobody"
        " reads the broker's notices, or not for long enough"
    )
    connected: bool | None = Field(description="Null if not known")
    since: Ms | None = Field(description="Since when it is connected")
    address: str | None = Field(description="Where its last known connection came from")
    last_disconnected: Ms | None
    reason: EndingWord | None = Field(description="Why its last connection ended")
    takeovers: Takeovers
    refused: Refused
    topic: str = Field(description="A topic where it may publish")
    last_message: Ms | None = Field(description="When its newest reading was received")
    rejects: list[RejectedFor]
    ignored: int = Field(description="Channels whose readings are not stored")
    collecting: bool = Field(description="Whether readings are being collected at all")
    watched_since: Ms | None = Field(
        description="Since when the broker's notices are read without a gap; what happened before"
        " is not known. Null if they are not read"
    )
