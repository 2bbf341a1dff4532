"""Quality: the bits of `reading.quality`, each a reason to distrust a reading."""

from enum import IntFlag


class Quality(IntFlag):
    """Quality bits of a reading; 0 is a plain one.

    Readings with FAULT, SUSPECT, TIME_UNSURE or SET_ASIDE are stored and drawn, but count in no
    statistic, band or rollup value. CLOCK_AHEAD and CLOCK_UNSET mean that the device's clock was
    wrong and that the reading was placed by when it was published.
    """

    NONE = 0
    FAULT = 1
    """The device reported, but its probe did not: the reading has no value."""
    SUSPECT = 2
    """A value that a probe also sends when it has measured nothing, as a DS18B20's 85.0."""
    TIME_UNSURE = 4
    """It is not known well enough when it was measured."""
    CLOCK_AHEAD = 8
    """Its time was more than a minute ahead of when it was published, and was moved back."""
    CLOCK_UNSET = 16
    """Its time was from before the device's clock was set, and was replaced."""
    SET_ASIDE = 32
    """A person said that it does not count; never stored: see `isotherm.history.corrections`."""


UNCOUNTED = Quality.FAULT | Quality.SUSPECT | Quality.TIME_UNSURE | Quality.SET_ASIDE
"""A reading with any of these bits is not counted."""


def counts(quality: int) -> bool:
    """Return whether a reading of this quality counts in statistics and bands."""
    return not quality & UNCOUNTED
