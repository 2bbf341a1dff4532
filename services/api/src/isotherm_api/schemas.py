"""Types that the documents of several rooms share."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from isotherm.names import LONGEST_NAME, NAME
from isotherm.units import ABSOLUTE_ZERO, rounded
from isotherm_api.ranges import EARLIEST, LATEST

Ms = Annotated[int, Field(description="Milliseconds since 1970 UTC")]
Instant = Annotated[
    int, Field(strict=True, ge=EARLIEST, le=LATEST, description="Milliseconds since 1970 UTC")
]
"""A time in a request, which is checked; `Ms` is a time in a response."""
Celsius = Annotated[float, Field(description="Degrees Celsius")]
Limit = Annotated[
    float,
    Field(ge=ABSOLUTE_ZERO, le=10_000, description="Degrees Celsius, rounded to 0.0001"),
    AfterValidator(rounded),
]
"""A limit in a request, rounded as values are; `Celsius` is a temperature in a response."""
Unit = Literal["C", "F"]
"""Units for display; probes may also send kelvin."""
QUALITY_BITS = (
    "Bits: 1 fault, 2 suspect, 4 time unsure, 8 clock ahead, 16 clock not set, 32 set aside. With 8"
    " and 16 the reading was placed by when it was published"
)
RECALCULATING = (
    "Whether hours of the range are about to be computed again after a change, such as late"
    " readings or limits set in the past: ask again soon"
)
Theme = Literal["auto", "light", "dark"]
RoleWord = Literal["viewer", "operator", "manager"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", max_length=64)]
Text = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$", min_length=1, max_length=200)
]
"""A line typed by a person, without control characters, which break PostgreSQL or logs."""
Title = Annotated[
    str,
    StringConstraints(
        pattern=r"^[^\x00-\x1f\x7f]+$", min_length=1, max_length=100, strip_whitespace=True
    ),
]
"""The name of something, trimmed and not blank."""
Why = Annotated[
    str,
    StringConstraints(
        pattern=r"^[^\x00-\x1f\x7f]+$", min_length=1, max_length=500, strip_whitespace=True
    ),
]
"""Why a person changed something, in their words, on one line."""
DeviceName = Annotated[str, StringConstraints(pattern=f"^{NAME}$", max_length=LONGEST_NAME)]
"""The name of a device or of a channel."""


def not_null(value: object) -> object:
    """Return the value of a field that a change may leave out; raise ValueError if it is null."""
    if value is None:
        raise ValueError("cannot be null; leave it out to keep it")
    return value


class Model(BaseModel):
    """A document of the API."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(Model):
    """What a request sends; another JSON type, NaN, infinity or an unknown field is an error."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class Page(Model):
    """The members that every list has beside its items."""

    next: str | None = Field(description="Cursor of the next page; null on the last page")
