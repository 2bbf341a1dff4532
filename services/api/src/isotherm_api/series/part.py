"""What a sensor's series is made of: pure."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from isotherm.history.readings import Readings
from isotherm.instants import Times
from isotherm_api.history.buckets import starts
from isotherm_api.history.frame import Frame
from isotherm_api.history.split import Stretch
from isotherm_api.series.points import Points


@dataclass(slots=True)
class Part:
    """What a sensor's series is made of, whichever way it was found."""

    points: Points
    covered_s: float
    gaps: list[Stretch]
    gaps_total: int
    faults: list[Stretch]
    uncounted: Readings
    uncounted_total: int


def bucket_edges(frame: Frame, width: timedelta) -> Times:
    """Where the buckets begin, and where the range ends."""
    return np.append(starts(frame.span, width, frame.sensor.time_zone), frame.end)
