"""The document of `ledger`."""

from pydantic import Field

from isotherm_api.schemas import Model, Ms


class Difference(Model):
    """The differences of the two sums: positive if some were lost, negative if counted twice."""

    messages: int
    elements: int


class Counts(Model):
    """Messages: received = decoded + undecodable.

    Elements: offered = stored + duplicate + rejected + ignored. Replayed readings are not included.
    """

    received: int
    decoded: int
    undecodable: int
    offered: int
    stored: int
    duplicate: int
    rejected: int
    ignored: int
    replayed: int
    rejects: int = Field(
        description="rejected + undecodable: readings rejected and messages that could not be read."
        " `GET /rejects` lists and counts them"
    )
    balanced: bool
    difference: Difference


class Hour(Counts):
    """The counts of one UTC hour, of all instances."""

    hour: Ms
    open: bool = Field(description="Whether the hour is still being counted")


class Ledger(Model):
    """The hours of a range, oldest first, and their sum."""

    start: Ms = Field(alias="from")
    to: Ms
    hours: list[Hour]
    total: Counts
