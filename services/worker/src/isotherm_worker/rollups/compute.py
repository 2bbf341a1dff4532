"""Compute a sensor's hours, gaps and faults from its raw readings and their neighbours. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from isotherm import zones
from isotherm.history import spans as holding
from isotherm.history.readings import Readings
from isotherm.history.rules import Numbers
from isotherm.history.summing import sum_up
from isotherm.history.sums import Sums
from isotherm.history.window import Judged, Window, hold
from isotherm.instants import Micros, Times
from isotherm.spans import Span, cut
from isotherm_worker.rollups.sensor import Sensor

Gap = tuple[Micros, Micros | None]
"""Begin and end; the end is None while the gap goes on."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What some hours are computed from; `start` and `end` are full hours, in µs since 1970."""

    sensor: Sensor
    start: Micros
    end: Micros
    rolled_to: Micros
    """Where the sensor's mark `rolled_to` will be."""
    replaced_to: Micros
    """Stored hours, gaps and faults from `start` to here are replaced."""
    inside: Readings
    """The readings from `start` until before `end`."""
    lead: Readings
    """The last reading before `start`, or none."""
    following: Micros | None
    """When the first reading from `end` on was measured; None if only silence is known."""
    judged: Judged | None = None
    """What is judged in and around the hours, if the limits have grace."""


@dataclass(frozen=True, slots=True)
class Rollup:
    """The result for a sensor's hours, to be written in place of what is stored."""

    sensor_id: int
    start: Micros
    end: Micros
    rolled_to: Micros
    replaced_to: Micros
    hours: Times
    """The hours that have a reading, or into which an earlier one holds."""
    sums: Sums
    """One bin for each of `hours`."""
    interval_s: Numbers
    """The expected interval in each of `hours`; NaN if unknown."""
    gaps: Sequence[Gap]
    faults: Sequence[Span]
    """Runs of faults, cut at full hours."""
    days: Sequence[tuple[date, Micros, Micros]]
    """The days that the replaced range touches, with begin and end."""


def compute(inputs: Inputs) -> Rollup:
    """Return the hours from `start` to `end`, and the gaps, also that after the lead."""
    sensor, rules = inputs.sensor, inputs.sensor.rules
    edges = zones.hours(inputs.start, inputs.end, sensor.zone)
    window = Window(
        edges, inputs.inside, rules, sensor.marks.closed_to, inputs.lead, inputs.following,
        judged=inputs.judged,
    )  # fmt: skip
    held = hold(window)
    if len(edges) > 1:
        sums = sum_up(window, held)
    else:  # no hour, only gaps: the sums of an empty bin, which is not touched
        unjudged = rules.without_limits()
        sums = sum_up(Window(np.repeat(edges, 2), inputs.inside, unjudged, window.now))
    touched = np.nonzero(sums.touched)[0]
    hours = edges[touched]
    gaps_since, gaps_until = (column.tolist() for column in holding.gaps(held))
    faults = holding.faults(held, inputs.start, inputs.end)
    return Rollup(
        sensor.id,
        inputs.start,
        inputs.end,
        inputs.rolled_to,
        inputs.replaced_to,
        hours,
        sums.pick(touched),
        rules.intervals(hours),
        [
            (since, None if until == holding.OPEN or until >= inputs.rolled_to else until)
            for since, until in zip(gaps_since, gaps_until, strict=True)
        ],
        cut(faults, edges.tolist()),
        zones.days(inputs.start, inputs.replaced_to, sensor.zone),
    )


def beyond_horizon(gaps: Sequence[Gap], stored: Gap | None, start: Micros) -> list[Gap]:
    """Return the gaps of hours whose `start` is the first that can be computed.

    Before `start` readings were dropped, so what is stored stays: the gap `stored` that reaches
    over `start` stays one until there, and where none was stored none begins before `start`.
    """
    kept = [gap for gap in gaps if gap[0] >= start]
    reaching = [gap for gap in gaps if gap[0] < start]
    if stored is not None:
        kept.append((stored[0], reaching[0][1] if reaching else start))
    elif reaching:
        kept.append((start, reaching[0][1]))
    return kept
