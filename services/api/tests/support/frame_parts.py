"""Frames for tests without a database."""

from isotherm.history.load import every_day
from isotherm.history.rules import Rules
from isotherm.history.segments import Segment
from isotherm.instants import ALWAYS, Micros, to_datetime
from isotherm_api.access import Role
from isotherm_api.history.frame import Frame
from isotherm_api.history.head import Head
from isotherm_api.ranges import Range
from isotherm_api.visible import Reference, Visible

FRIDGE = Visible(1, 1, Reference("s", "fridge"), "UTC", 60.0, Role.VIEWER)
NOTHING_ROLLED = Head(ALWAYS, ALWAYS, ALWAYS, None, (None, None))


def frame(
    start: Micros,
    end: Micros,
    *,
    now: Micros | None = None,
    rules: Rules | None = None,
    segments: tuple[Segment, ...] = (),
) -> Frame:
    """Return the frame of a sensor that is not rolled up, by default of a range that ends now."""
    return Frame(
        sensor=FRIDGE,
        span=Range(to_datetime(start), to_datetime(end)),
        start=start,
        end=end,
        now=end if now is None else now,
        head=NOTHING_ROLLED,
        rules=rules or Rules.of(),
        segments=segments,
        source=every_day,
    )
