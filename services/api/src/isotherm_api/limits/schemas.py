"""The documents of limits."""

from pydantic import Field, model_validator

from isotherm_api.schemas import Body, Celsius, Instant, Limit, Model, Ms

_ETAG = "Send it as If-Match to change or remove this state"


class DatedLimits(Model):
    """Limits that apply from `since` until the next; without a bound, nothing is out of range."""

    since: Ms
    low: Celsius | None
    high: Celsius | None
    set_by: str
    set_by_name: str | None = Field(description="Null if the person has never signed in")
    set_at: Ms


class LimitsHistory(Model):
    """All limits of a sensor, newest first."""

    items: list[DatedLimits]
    etag: str = Field(description=_ETAG)


class NewLimits(Body):
    """Limits that apply from an instant, which may be in the past."""

    since: Instant | None = Field(description="Null: from now on")
    low: Limit | None
    high: Limit | None

    @model_validator(mode="after")
    def _ordered(self) -> "NewLimits":
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("low must be below high")
        return self
