"""The documents of limits."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from isotherm.units import rounded
from isotherm_api.schemas import Body, Celsius, Instant, Limit, Model, Ms, Page, Why

DAY_S = 86_400
_ETAG = "Send it as If-Match to change or remove this state"
_MIN_DURATION = (
    "Seconds: an excursion that begins under these limits counts only if it lasts at least as long,"
    " from its begin until it ends or until now"
)
_HYSTERESIS = "Degrees Celsius: an excursion ends with a value that is within its limit by as much"


class DatedLimits(Model):
    """Limits that apply from `since` until the next; without a bound, nothing is out of range."""

    since: Ms
    low: Celsius | None
    high: Celsius | None
    min_duration_s: float = Field(description=_MIN_DURATION)
    hysteresis: float = Field(description=_HYSTERESIS)
    set_by: str
    set_by_name: str | None = Field(description="Null if the person has never signed in")
    set_at: Ms


class LimitsHistory(Model):
    """All limits of a sensor, newest first."""

    items: list[DatedLimits]
    etag: str = Field(description=_ETAG)


class Bounds(Model):
    """Limits as they were recorded."""

    since: Ms | None = Field(description="Null in old records of a sensor's first limits")
    low: Celsius | None
    high: Celsius | None
    min_duration_s: float = Field(description=_MIN_DURATION)
    hysteresis: float = Field(description=_HYSTERESIS)


class LimitsRecord(Model):
    """Limits that somebody set or deleted."""

    at: Ms
    by: str
    by_name: str | None = Field(description="Null if the person has never signed in")
    action: Literal["set", "deleted"]
    before: Bounds | None = Field(
        description="What was deleted, or what was in force at that time before; null for none"
    )
    after: Bounds | None = Field(description="What was set; null if limits were deleted")
    reason: str | None = Field(description="In the person's words; null if none was given")


class LimitsRecords(Page):
    """Changes of a sensor's limits, newest first."""

    items: list[LimitsRecord]


class NewLimits(Body):
    """Limits that apply from an instant, which may be in the past."""

    since: Instant | None = Field(description="Null: from now on")
    low: Limit | None
    high: Limit | None
    min_duration_s: float = Field(default=0.0, ge=0, le=DAY_S, description=_MIN_DURATION)
    hysteresis: Annotated[float, AfterValidator(rounded)] = Field(
        default=0.0, ge=0, le=50, description=_HYSTERESIS
    )
    reason: Why | None = Field(default=None, description="Why; kept with the change")

    @model_validator(mode="after")
    def _ordered(self) -> "NewLimits":
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("low must be below high")
        if self.low is not None and self.high is not None and self.hysteresis > 0:
            room = rounded(self.high - self.low)
            if rounded(2 * self.hysteresis) >= room:
                raise ValueError(
                    "hysteresis must be less than half of the distance between low and high, so"
                    " that some values end an excursion"
                )
        return self
