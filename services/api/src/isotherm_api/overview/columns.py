"""The columns of the overview, from rows and judgements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from isotherm.instants import EPOCH, to_ms
from isotherm.sensors.state import Judgement, gap_limit, reach

DAY = timedelta(hours=24)
_MS = timedelta(milliseconds=1)
_COPIED = ("slug", "name", "place", "position", "interval_s", "device", "label", "channel")
Row = Mapping[str, Any]
Silence = tuple[datetime, datetime | None, float, datetime]
"""A sensor's `rolled_to`, its first reading, the seconds of its gaps, its first installation."""


def columns(
    rows: Sequence[Row],
    judgements: Sequence[Judgement],
    since: Mapping[int, datetime],
    silences: Mapping[int, Silence],
    now: datetime,
) -> dict[str, Any]:
    """Build the document of `schemas.Overview`, ready to be encoded."""
    sites = {row["site"]: (row["site_name"], row["time_zone"]) for row in rows}
    site_index = {slug: index for index, slug in enumerate(sites)}
    return {
        "time": to_ms(now),
        "sites": {
            "slug": list(sites),
            "name": [name for name, _ in sites.values()],
            "time_zone": [zone for _, zone in sites.values()],
        },
        "sensors": {
            "site": [site_index[row["site"]] for row in rows],
            **{name: [row[name] for row in rows] for name in _COPIED},
            **_limits(rows),
            **_states(rows, judgements, since),
            **_latest(rows),
            "coverage": [_coverage(row, silences.get(row["id"]), now) for row in rows],
        },
    }


def _limits(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "low": [row["low"] for row in rows],
        "high": [row["high"] for row in rows],
        "limits_since": _ms(
            None if row["low"] is None and row["high"] is None else row["limits_since"]
            for row in rows
        ),
    }


def _states(
    rows: Sequence[Row], judgements: Sequence[Judgement], since: Mapping[int, datetime]
) -> dict[str, Any]:
    return {
        "state": [judgement.state for judgement in judgements],
        "since": _ms(
            judgement.since or since.get(row["id"])
            for row, judgement in zip(rows, judgements, strict=True)
        ),
        "silent_at": _ms(judgement.silent_at for judgement in judgements),
        "gap_after_s": [gap_limit(row["interval_s"]).total_seconds() for row in rows],
    }


def _latest(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "time": _ms(row["measured_at"] for row in rows),
        "received": _ms(row["received_at"] for row in rows),
        "value": [row["value"] for row in rows],
        "quality": [row["quality"] for row in rows],
        "good_time": _ms(row["good_at"] for row in rows),
        "good_value": [row["good_value"] for row in rows],
    }


def _coverage(row: Row, silence: Silence | None, now: datetime) -> float | None:
    last = row["measured_at"]
    return None if last is None else coverage(silence, last, reach(row), now)


def _ms(instants: Iterable[datetime | None]) -> list[int | None]:
    """Return instants in milliseconds; inlines `to_ms` for tens of thousands of them."""
    return [None if instant is None else (instant - EPOCH) // _MS for instant in instants]


def coverage(
    silence: Silence | None, last: datetime, gap_after: timedelta, now: datetime
) -> float | None:
    """Return the share of the last 24 h that is not gap; None if nothing is rolled up.

    If a device was first installed later, it is the share of the time since. Gaps are those in
    rollups, the time before the first reading, and a silence that goes on.
    """
    if silence is None:
        return None
    rolled_to, first, gaps_s, installed = silence
    begin = max(installed, now - DAY)
    if begin >= now:
        return None
    lost_s = gaps_s
    if first is not None and first > begin:
        lost_s += (first - begin).total_seconds()
    if now - last > gap_after:
        lost_s += max(timedelta(), now - max(last, rolled_to, begin)).total_seconds()
    return min(1.0, max(0.0, 1.0 - lost_s / (now - begin).total_seconds()))
