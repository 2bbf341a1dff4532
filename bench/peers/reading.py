"""The payload as a pydantic model."""

from datetime import datetime

from pydantic import BaseModel


class Reading(BaseModel):
    """A device's payload; pydantic parses `time` as milliseconds since 1970."""

    value: float
    unit: str
    time: datetime
