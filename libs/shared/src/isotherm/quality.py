"""What is known against a reading: the bits of `reading.quality`."""

from enum import IntFlag


class Quality(IntFlag):
    """Quality bits of a reading; 0 is a plain one.

    Readings with FAULT, SUSPECT or TIME_UNSURE are kept and drawn, and count in no statistic, band
    or rollup value. CLOCK_AHEAD says that the device's clock was ahead and its time moved back.
    """

    NONE = 0
    FAULT = 1
    """The device spoke and the probe did not: the reading has no value."""
    SUSPECT = 2
    """A value that a probe also sends when it has measured nothing, as a DS18B20's 85.0."""
    TIME_UNSURE = 4
    """Published without a time, and when cannot be told."""
    CLOCK_AHEAD = 8
    """Sent by a device more than 5 minutes ahead; moved back by the lead."""


UNCOUNTED = Quality.FAULT | Quality.SUSPECT | Quality.TIME_UNSURE
"""A reading with any of these bits counts in nothing."""


def counts(quality: int) -> bool:
    """Whether a reading of this quality takes part in statistics and bands."""
    return not quality & UNCOUNTED
