"""The documents of `rejects`."""

from pydantic import Field

from isotherm_api.schemas import Model, Ms, Page

SHOWN_BYTES = 4096
"""Bytes of a payload in an answer; of one that can be replayed, more are stored."""


class Reject(Model):
    """A message, or one element of it, with the reason why it is no reading."""

    id: int
    received: Ms
    topic: str = Field(description="Only its beginning if it is longer than any valid topic")
    topic_bytes: int = Field(description="Length of the whole topic")
    device: str | None
    channel: str | None
    reason: str
    title: str
    detail: str
    cure: str = Field(description="What to do about it")
    payload_text: str | None = Field(
        description=f"The payload, or its first {SHOWN_BYTES} bytes, if it is text"
    )
    payload_hex: str = Field(description="Its first 512 bytes")
    payload_bytes: int = Field(description="Length of the whole payload")
    element: int | None = Field(description="Index of the element in an array, from 0")
    curable: bool = Field(description="Whether a change of settings can turn it into a reading")
    outgrown: bool = Field(
        description="Whether today's rules, which understand more, may turn it into a reading"
    )
    whole: bool = Field(description="Whether all of it was stored, so that it can be replayed")
    replayed: Ms | None = Field(description="When it was replayed into readings")
    refused_again: str | None = Field(description="Why its last replay rejected it again")
    why_not: str | None = Field(
        description="Why a replay cannot make a reading of it, as a word; null if it may"
    )
    why_not_text: str | None = Field(description="The same in words, with what to do about it")


class ReasonCount(Model):
    """The number of rejects of a reason in the range.

    Those that were only counted are counted by UTC hour, so of hours that the range touches.
    """

    reason: str
    title: str
    count: int = Field(description="All of them, including those that were only counted")
    kept: int = Field(description="Those that were stored: they are listed")


class Rejects(Page):
    """A page of rejects, newest first, and the counts of the whole range by reason."""

    start: Ms = Field(alias="from")
    to: Ms
    items: list[Reject]
    counts: list[ReasonCount]
