"""The payload as pydantic validates it."""

from datetime import datetime

from pydantic import BaseModel


class Reading(BaseModel):
    """What a device says; pydantic takes `time` as milliseconds since 1970."""

    value: float
    unit: str
    time: datetime
