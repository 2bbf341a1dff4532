"""Rows of sensors as the columns of an answer: pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from isotherm.instants import EPOCH, to_ms
from isotherm.sensors.state import Judgement, gap_limit

DAY = timedelta(hours=24)
_DAY_S = DAY.total_seconds()
_MS = timedelta(milliseconds=1)
_AS_THEY_ARE = ("slug", "name", "place", "interval_s", "device", "label", "channel")
Silent = tuple[datetime, datetime | None, float]
"""Rolled up to, first heard, seconds of gaps."""


def columns(
    rows: Sequence[Mapping[str, Any]],
    judgements: Sequence[Judgement],
    since: Mapping[int, datetime],
    silent: Mapping[int, Silent],
    now: datetime,
) -> dict[str, Any]:
    """The document of `schemas.Overview`, ready to be encoded."""
    sites = {row["site"]: (row["site_name"], row["time_zone"]) for row in rows}
    places = {slug: number for number, slug in enumerate(sites)}
    limited = [row["low"] is not None or row["high"] is not None for row in rows]
    measured = _ms(row["measured_at"] for row in rows)
    return {
        "time": to_ms(now),
        "sites": {
            "slug": list(sites),
            "name": [name for name, _ in sites.values()],
            "time_zone": [zone for _, zone in sites.values()],
        },
        "sensors": {
            "site": [places[row["site"]] for row in rows],
            **{name: [row[name] for row in rows] for name in _AS_THEY_ARE},
            "low": [row["low"] for row in rows],
            "high": [row["high"] for row in rows],
            "limits_since": _ms(
                row["limits_since"] if has else None for row, has in zip(rows, limited, strict=True)
            ),
            "state": [judgement.state for judgement in judgements],
            "since": _ms(
                judgement.since or since.get(row["id"])
                for row, judgement in zip(rows, judgements, strict=True)
            ),
            "silent_at": _ms(judgement.silent_at for judgement in judgements),
            "gap_after_s": [gap_limit(row["interval_s"]).total_seconds() for row in rows],
            "time": measured,
            "received": _ms(row["received_at"] for row in rows),
            "value": [row["value"] for row in rows],
            "quality": [row["quality"] for row in rows],
            "good_time": _ms(row["good_at"] for row in rows),
            "good_value": [row["good_value"] for row in rows],
            "coverage": [
                None
                if row["measured_at"] is None
                else coverage(
                    silent.get(row["id"]), row["measured_at"], gap_limit(row["interval_s"]), now
                )
                for row in rows
            ],
        },
    }


def _ms(instants: Iterable[datetime | None]) -> list[int | None]:
    """As `to_ms`, for tens of thousands of instants."""
    return [None if each is None else (each - EPOCH) // _MS for each in instants]


def coverage(
    rolled: Silent | None, last: datetime, longest_silence: timedelta, now: datetime
) -> float | None:
    """The share of the last 24 h that is no gap: by rollups, and the silence that goes on now."""
    if rolled is None:
        return None
    rolled_to, first, gaps_s = rolled
    lost = gaps_s
    if first is not None and first > now - DAY:
        lost += (first - (now - DAY)).total_seconds()
    if now - last > longest_silence:
        lost += max(timedelta(), now - max(last, rolled_to, now - DAY)).total_seconds()
    return min(1.0, max(0.0, 1.0 - lost / _DAY_S))
