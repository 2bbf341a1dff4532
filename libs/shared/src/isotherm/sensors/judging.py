"""SQL that judges readings as `isotherm.sensors.state.judge` does; a test compares them."""

from isotherm.units import highest_within, lowest_within

Bounds = tuple[float | None, float | None]

SAME_STATE = """CASE
    WHEN r.quality & 1 = 1 THEN a.state = 'fault'
    WHEN r.quality & 2 = 2 THEN a.state = 'suspect'
    WHEN a.state = 'above' THEN coalesce(r.value > a.high, false)
    WHEN a.state = 'below' THEN coalesce(r.value < a.low, false)
    ELSE false END"""
"""SQL of whether reading `r` makes state `a.state`; for readings that are `JUDGED`.

`a.low` and `a.high` are those of `within`.
"""

JUDGED = """(r.quality & a.ignored = 0 OR (a.state = 'fault' AND r.quality & 1 = 1)
    OR (a.state = 'suspect' AND r.quality & 3 = 2))"""
"""SQL of whether reading `r` says whether the state is `a.state`.

Readings that count do; `a.ignored` are the bits of the others. Of a sensor that is judged by unsure
values, they do, too. A fault says nothing about limits: an excursion goes on after it, as it does
after a gap, and in statistics. Neither does a suspect reading, nor does either say that the other
has ended.
"""


def within(limits: Bounds) -> Bounds:
    """Return the lowest and the highest value (°C) within low and high limits."""
    low, high = limits
    return (
        None if low is None else lowest_within(low),
        None if high is None else highest_within(high),
    )
