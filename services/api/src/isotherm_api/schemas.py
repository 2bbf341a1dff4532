"""Types that several rooms' documents share."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from isotherm_api.ranges import EARLIEST, LATEST

Ms = Annotated[int, Field(description="Milliseconds since 1970 UTC")]
Instant = Annotated[
    int, Field(strict=True, ge=EARLIEST, le=LATEST, description="Milliseconds since 1970 UTC")
]
"""A time that is sent, as against one that is answered."""
Celsius = Annotated[float, Field(description="Degrees Celsius")]
Unit = Literal["C", "F"]
"""What people see temperatures in; probes may send kelvin as well."""
Theme = Literal["auto", "light", "dark"]
RoleWord = Literal["viewer", "operator", "manager"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", max_length=64)]
Text = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$", min_length=1, max_length=200)
]
"""A line that a person typed: no control characters, which PostgreSQL or a log would trip over."""
Title = Annotated[
    str,
    StringConstraints(
        pattern=r"^[^\x00-\x1f\x7f]+$", min_length=1, max_length=100, strip_whitespace=True
    ),
]
"""What something is called: more than blanks."""
DeviceName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
"""The name of a device or of a channel."""


class Model(BaseModel):
    """A document of the API; unknown fields in what is sent are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(Model):
    """What every list carries beside its items."""

    next: str | None = Field(description="Cursor of the next page, null on the last")
