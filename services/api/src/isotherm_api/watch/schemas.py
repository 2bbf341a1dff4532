"""The document of `watch`."""

from typing import Literal

from pydantic import Field

from isotherm_api.schemas import Model, Ms

AlertKind = Literal["blind", "lost", "ledger", "impaired", "queued"]
"""Worst first."""


class Drop(Model):
    """Messages the broker dropped between two looks at its counter."""

    from_: Ms = Field(alias="from")
    to: Ms
    count: int


class Dropped(Model):
    """How many messages the broker dropped, of those it had acknowledged to their publishers."""

    hour: int = Field(description="In the last 60 minutes")
    day: int = Field(description="In the last 24 hours")
    last: Drop | None


class BrokerState(Model):
    """The broker as worker sees it; null is what this broker does not tell."""

    connected: bool
    since: Ms = Field(description="Since when it is connected, or is not")
    dropped: Dropped | None
    queued: int | None = Field(description="Messages that wait in it, or are on their way")
    subscription: bool | None = Field(description="Whether it keeps messages for ingest at all")
    tick_age_s: float | None = Field(description="Age of the last tick that came back from it")


class Instance(Model):
    """One ingest."""

    instance: str
    state: Literal["running", "draining", "gone"] = Field(
        description="Gone: nothing is heard of it, and the broker may keep messages for it"
    )
    seen: Ms
    started: Ms
    connected: bool
    subscribed: bool
    waiting: int = Field(description="Messages it was given and has not acknowledged yet")
    tick_age_s: float | None


class BookDifference(Model):
    """An hour of receipt that does not balance.

    Of `messages` and `elements` the two sides of the ledger's equations; of `rows` what the ledger
    says was stored and how many readings are there.
    """

    hour: Ms
    day: Ms | None = Field(description="Of rows: the UTC day they were measured on, its beginning")
    kind: Literal["messages", "elements", "rows"]
    expected: int
    found: int


class Books(Model):
    """The ledger compared with itself and with the rows that are there."""

    checked: Ms | None = Field(description="When rows were last counted")
    differences: list[BookDifference] = Field(description="At most 100, the newest")


class Alert(Model):
    """Something people have to know; over when it has an end."""

    kind: AlertKind
    since: Ms
    until: Ms | None
    count: int | None
    detail: str


class Watch(Model):
    """Whether readings come in whole. Alerts: open ones first, worst first; ended ones for a day"""

    broker: BrokerState
    instances: list[Instance]
    ledger: Books
    alerts: list[Alert]
