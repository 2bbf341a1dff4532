"""The documents of a sensor's expected interval."""

from typing import Annotated

from pydantic import Field, model_validator

from isotherm_api.schemas import Body, Instant, Model, Ms

Seconds = Annotated[
    float, Field(ge=0.1, le=31 * 86_400, description="Expected seconds between readings")
]
_ETAG = "Send it as If-Match to change or remove this state"


class DatedInterval(Model):
    """The expected interval from `since` until the next."""

    since: Ms | None = Field(description="Null: no beginning")
    interval_s: float


class Observed(Model):
    """How often the sensor's messages came when its interval was learned."""

    usual_s: float = Field(description="The usual spacing of its messages")
    heartbeat_s: float | None = Field(
        description="The longest time it regularly lets pass without a message, if much longer"
    )
    too_fast: bool = Field(
        description="Whether it is below a second, so that a person has to set the interval"
    )
    messages: int
    span_s: float = Field(description="Seconds from the first of these messages to the last")
    at: Ms = Field(description="When this was observed")


class IntervalHistory(Model):
    """The expected interval, and its history."""

    set_s: float | None = Field(description="As set by a person")
    learned_s: float | None = Field(description="As learned; used if none is set")
    observed: Observed | None = Field(
        description="What the interval was learned from; null if nothing is known yet"
    )
    contradicted: bool = Field(
        description="Whether what was set and what was observed differ by more than half"
    )
    items: list[DatedInterval] = Field(description="The intervals in force, newest first")
    etag: str = Field(description=_ETAG)


class NewInterval(Body):
    """A new expected interval, from now or from an instant in the past."""

    interval_s: Seconds | None = Field(description="Null: learn it")
    since: Instant | None = Field(default=None, description="Null: from now on")

    @model_validator(mode="after")
    def _dated(self) -> "NewInterval":
        if self.interval_s is None and self.since is not None:
            raise ValueError("an interval can only be learned from now: leave since out")
        return self
