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


class ReasonCount(Model):
    """How many of a reason the range holds."""

    reason: str
    title: str
    count: int


class Rejects(Page):
    """A page of rejects, newest first, and the counts of the whole range by reason."""

    items: list[Reject]
    counts: list[ReasonCount]
