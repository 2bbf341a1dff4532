"""Readings once a minute."""

from datetime import timedelta
from typing import Any

from still_clock import NOW

MINUTE = timedelta(minutes=1)


def minutes(count: int, value: float = 4.0) -> list[Any]:
    """Return a reading per minute until now."""
    return [(NOW - MINUTE * n, value, 0) for n in range(count)]
