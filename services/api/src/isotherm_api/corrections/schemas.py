"""The documents of corrections."""

from typing import Annotated, Literal

from pydantic import Field

from isotherm.units import Unit as ProbeUnit
from isotherm_api.schemas import Body, Celsius, Instant, Model, Ms, Page, Why

Kind = Literal["set_aside", "unit", "time"]
_KIND = (
    "`set_aside`: the readings do not count; `unit`: they were read in the wrong unit; `time`:"
    " their times were wrong by a constant"
)
_READ_AS = "Only for `unit`: the unit in which the values were read"
_SENT_AS = "Only for `unit`: the unit in which the device sent them"
_SHIFT = "Only for `time`: milliseconds by which the readings are moved, later if positive"
_BY_NAME = "Null if the person has never signed in"
Shift = Annotated[int, Field(strict=True, ge=-(10**14), le=10**14, description=_SHIFT)]


class Correction(Model):
    """A correction of the readings from `from` until just before `to`.

    Those of kind `time` are chosen by the times at which they were stored, all others by the times
    that result from these.
    """

    id: int
    kind: Kind = Field(description=_KIND)
    from_: Ms = Field(alias="from")
    to: Ms
    read_as: ProbeUnit | None = Field(description=_READ_AS)
    sent_as: ProbeUnit | None = Field(description=_SENT_AS)
    shift_ms: int | None = Field(description=_SHIFT)
    reason: str
    by: str
    by_name: str | None = Field(description=_BY_NAME)
    at: Ms
    undone_by: str | None
    undone_by_name: str | None = Field(description=_BY_NAME)
    undone_at: Ms | None = Field(description="Null while it is applied")
    undo_reason: str | None


class Corrections(Page):
    """Corrections of a sensor, newest first."""

    items: list[Correction]


class TriedCorrection(Body):
    """A correction as it would be made; it does not reach into the future."""

    kind: Kind = Field(description=_KIND)
    from_: Instant = Field(alias="from")
    to: Instant = Field(description="Milliseconds since 1970 UTC, exclusive")
    read_as: ProbeUnit | None = Field(default=None, description=_READ_AS)
    sent_as: ProbeUnit | None = Field(default=None, description=_SENT_AS)
    shift_ms: Shift | None = None
    reason: Why | None = Field(default=None, description="Not needed to try it")


class NewCorrection(TriedCorrection):
    """A correction to be made."""

    reason: Why = Field(description="Why; everyone who sees the sensor can read it")


class Undoing(Body):
    """Why a correction is undone."""

    reason: Why | None = Field(default=None, description="Everyone who sees the sensor can read it")


class Figures(Model):
    """Figures of the times that a correction touches, up to now."""

    counting: int = Field(description="Readings that count")
    min: Celsius | None
    max: Celsius | None
    mean: Celsius | None = Field(description="Weighted by time, as in `statistics`")
    excursions: int = Field(description="Above and below the limits, as in `statistics`")
    seconds: float = Field(description="Known time beyond the limits")


class Preview(Model):
    """What a correction would change; nothing is changed yet.

    The figures cover its range and, for `time`, also the range that its readings move to.
    """

    readings: int = Field(description="Readings that it would apply to")
    counting: int = Field(description="Those of them that count at present")
    before: Figures
    after: Figures
