"""The document of `watch`."""

from typing import Literal

from pydantic import Field

from isotherm_api.schemas import Model, Ms, Page

AlertKind = Literal["blind", "lost", "ledger", "impaired", "queued"]
"""Worst first."""


class Drop(Model):
    """Messages that the broker dropped between two readings of its counter."""

    from_: Ms = Field(alias="from")
    to: Ms
    count: int


class Dropped(Model):
    """The number of messages that the broker acknowledged to publishers and then dropped."""

    hour: int = Field(description="In the last 60 minutes")
    day: int = Field(description="In the last 24 hours")
    last: Drop | None


class BrokerState(Model):
    """The broker as worker sees it; null is what this broker does not report."""

    connected: bool
    since: Ms = Field(description="When it was connected, or disconnected")
    dropped: Dropped | None
    last_drop: Ms | None = Field(description="When it was last known to have dropped messages")
    queued: int | None = Field(description="Messages that wait in it or are in flight")
    subscription: bool | None = Field(description="Whether it queues messages for ingest")
    tick_age_s: float | None = Field(description="Age of the last tick received through it")


class Instance(Model):
    """One ingest instance."""

    instance: str
    state: Literal["running", "draining", "gone"] = Field(
        description="Gone: it sends no heartbeat, and the broker may hold messages for it"
    )
    seen: Ms
    started: Ms
    connected: bool
    subscribed: bool
    waiting: int | None = Field(
        description="Messages it has received and not yet acknowledged; null if not for the caller"
    )
    tick_age_s: float | None


class BookDifference(Model):
    """An hour of receipt that does not balance.

    For `messages` and `elements` these are the two sides of the ledger's equations; for `rows` the
    number of readings that the ledger counts as stored and the number of rows that exist.
    """

    hour: Ms
    day: Ms | None = Field(description="For rows: the start of the UTC day they were measured on")
    kind: Literal["messages", "elements", "rows"]
    expected: int
    found: int


class Books(Model):
    """The ledger compared with itself and with the stored rows."""

    checked: Ms | None = Field(description="When rows were last counted")
    differences: list[BookDifference] = Field(description="The newest 100")


class Alert(Model):
    """A problem of the system itself; it has ended if `until` is set."""

    kind: AlertKind
    since: Ms
    until: Ms | None
    count: int | None
    detail: str


class Watch(Model):
    """Whether all readings arrive. Open alerts come first, worst first; ended ones stay a day.

    Numbers of messages and readings are of all sites together. Who may not see every site gets null
    instead of them, no texts that say them, and no differences.
    """

    all_arrive: bool = Field(description="No alert is open, and the ledger balances")
    broker: BrokerState
    instances: list[Instance]
    ledger: Books
    alerts: list[Alert]


class Event(Alert):
    """A problem of the system itself, from its begin to its end; open if `until` is null."""

    since: Ms
    until: Ms | None = Field(description="A loss ends with the newest drop of messages")
    seconds: int = Field(description="How long it lasted, or has lasted so far")


class Events(Page):
    """Problems of the system itself, newest first."""

    items: list[Event]
