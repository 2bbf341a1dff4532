"""The document of a device's activity."""

from pydantic import Field

from isotherm_api.schemas import Model, Ms


class ActiveHour(Model):
    """What was received from a device in one hour."""

    hour: Ms = Field(description="Its beginning, in whole hours UTC")
    readings: int = Field(description="Stored readings, by when they were received")
    rejects: int


class Activity(Model):
    """The last 48 hours, oldest first; the last one is not over yet."""

    hours: list[ActiveHour]
