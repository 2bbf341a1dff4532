"""The documents of `rejects`."""

from pydantic import Field

from isotherm_api.schemas import Model, Ms, Page


class Reject(Model):
    """A message, or one element of it, with why it is no reading."""

    id: int
    received: Ms
    topic: str
    device: str | None
    channel: str | None
    reason: str
    title: str
    detail: str
    cure: str = Field(description="What to do about it")
    payload_text: str | None = Field(description="The payload where it is text")
    payload_hex: str = Field(description="At most its first 512 bytes")
    payload_bytes: int = Field(description="How long the whole was")
    element: int | None = Field(description="Which element of an array, from 0")
    curable: bool = Field(description="Whether a change of settings can turn it into a reading")
    whole: bool = Field(description="Whether it was kept whole; a curable one can then be replayed")
    replayed: Ms | None = Field(description="Since when its readings are there")
    refused_again: str | None = Field(description="Why its last replay made no reading of it")


class ReasonCount(Model):
    """How many of a reason there were in the UTC hours that the range touches."""

    reason: str
    title: str
    count: int = Field(description="All of them, also those that were only counted")
    kept: int = Field(description="How many of them were kept")


class Rejects(Page):
    """A page of rejects, newest first, and the counts of the whole range by reason."""

    items: list[Reject]
    counts: list[ReasonCount]
