"""The documents of the broker and its accounts."""

from typing import Literal

from pydantic import Field

from isotherm_api.administration import AdministrationWord
from isotherm_api.schemas import Model, Ms


class Broker(Model):
    """Where devices connect, and whether their accounts can be changed now."""

    administration: AdministrationWord = Field(
        description="Who makes the accounts of devices: `mosquitto`, worker does; `none`, somebody"
        " else"
    )
    host: str
    port: int
    tls_port: int | None = Field(description="Null without a TLS listener")
    ca: str | None = Field(
        description="Certificates (PEM) that devices have to trust; null if those of their system"
    )
    seen: Ms | None = Field(description="When worker last looked after the accounts")
    connected: bool = Field(
        description="Whether worker reaches the broker's administration; false if it has not looked"
        " for a minute"
    )
    error: str | None = Field(description="Why it does not")


class AccountDifference(Model):
    """What the last comparison found at the broker and did not mend."""

    name: str
    kind: str
    detail: str
    cure: Literal["live", "render", "rotate", "apply"] = Field(
        description="`live`: worker mends it; `render`: render the file and restart the broker, or"
        " make a new password; `rotate`: make a new password; `apply`: worker mends it once told to"
    )


class Accounts(Model):
    """The accounts at the broker, compared with the database."""

    checked: Ms | None
    generation: int = Field(description="Rises with each change that the database wants")
    broker_generation: int | None = Field(
        description="What the broker has; if it is the greater one, the database was restored"
    )
    held: Ms | None = Field(
        description="Since when differences are only shown, until they are applied"
    )
    wanted: Ms | None = Field(description="When a comparison was asked for that is not done yet")
    pending: int = Field(description="Accounts that worker has not brought to the broker yet")
    count: int
    differences: list[AccountDifference] = Field(description="At most 1,000")
