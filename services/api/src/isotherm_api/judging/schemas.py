"""The documents of limits and intervals."""

from typing import Annotated

from pydantic import Field, model_validator

from isotherm.units import ABSOLUTE_ZERO
from isotherm_api.schemas import Celsius, Instant, Model, Ms

Bound = Annotated[float, Field(ge=ABSOLUTE_ZERO, le=10_000, description="Degrees Celsius")]
Seconds = Annotated[
    float, Field(ge=0.1, le=31 * 86_400, description="Expected seconds between readings")
]
_ETAG = "Send it as If-Match to change or remove this state"


class DatedLimits(Model):
    """In force from `since` until the next; with neither bound, nothing is judged."""

    since: Ms
    low: Celsius | None
    high: Celsius | None
    set_by: str
    set_by_name: str | None = Field(description="Where the person has been here")
    set_at: Ms


class LimitsHistory(Model):
    """Every limits of a sensor, newest first."""

    items: list[DatedLimits]
    etag: str = Field(description=_ETAG)


class NewLimits(Model):
    """Limits from an instant on; the past is welcome."""

    since: Instant | None = Field(description="Null: from now on")
    low: Bound | None
    high: Bound | None

    @model_validator(mode="after")
    def _ordered(self) -> "NewLimits":
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("low has to be below high")
        return self


class DatedInterval(Model):
    """The expected interval from an instant on, until the next."""

    since: Ms | None = Field(description="Null: always")
    interval_s: float


class IntervalHistory(Model):
    """How often a reading is due, and was."""

    set_s: float | None = Field(description="As a person set it")
    learned_s: float | None = Field(description="As learned; counts where none is set")
    items: list[DatedInterval] = Field(description="What was in force, newest first")
    etag: str = Field(description=_ETAG)


class NewInterval(Model):
    """The expected interval from now on, or from an instant in the past until now."""

    interval_s: Seconds | None = Field(description="Null: learn it")
    since: Instant | None = Field(default=None, description="Null: from now on")

    @model_validator(mode="after")
    def _dated(self) -> "NewInterval":
        if self.interval_s is None and self.since is not None:
            raise ValueError("what shall be learned can only begin now: leave since out")
        return self
