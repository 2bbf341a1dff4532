"""The documents of a sensor's interval."""

from typing import Annotated

from pydantic import Field, model_validator

from isotherm_api.schemas import Instant, Model, Ms

Seconds = Annotated[
    float, Field(ge=0.1, le=31 * 86_400, description="Expected seconds between readings")
]
_ETAG = "Send it as If-Match to change or remove this state"


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
