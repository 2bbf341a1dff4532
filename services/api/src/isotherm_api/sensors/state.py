"""What the newest reading of a sensor says about it: pure, so that list and live agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from isotherm.quality import UNCOUNTED, Quality
from isotherm_api.history.interval import gap_limit
from isotherm_api.ranges import ms
from isotherm_api.sensors.schemas import Sensor, State, Status

STATUS_OF: dict[State, Status] = {
    "in_range": "online",
    "above": "online",
    "below": "online",
    "silent": "stale",
    "fault": "fault",
    "never": "never",
}

# thousands of rows are judged at once: numbers are quicker than flags, and intervals are few
_FAULT, _UNCOUNTED = int(Quality.FAULT), int(UNCOUNTED)
_gap_limit = lru_cache(maxsize=1024)(gap_limit)


@dataclass(frozen=True, slots=True)
class Judged:
    """A sensor, with what the document leaves out."""

    id: int
    site_id: int
    sensor: Sensor
    silent_at: datetime | None
    """When it turns silent if nothing comes; none where it is silent or never spoke."""


def state_of(row: Mapping[str, Any], now: datetime) -> State:
    """Silence comes first: of a sensor that says nothing, nothing else is known."""
    if row["measured_at"] is None:
        return "never"
    if now - row["measured_at"] > _gap_limit(row["interval_s"]):
        return "silent"
    quality = row["quality"]
    if quality & _FAULT:
        return "fault"
    value = row["good_value"] if quality & _UNCOUNTED else row["value"]
    if value is not None and row["high"] is not None and value > row["high"]:
        return "above"
    if value is not None and row["low"] is not None and value < row["low"]:
        return "below"
    return "in_range"


def judge(row: Mapping[str, Any], now: datetime, since: datetime | None) -> Judged:
    """The document of a row of `queries.rows`; `since` is ignored where the row itself says it."""
    state = state_of(row, now)
    if state == "silent":
        since = row["measured_at"]
    elif state in ("never", "in_range"):
        since = None
    document = {
        "id": f"{row['site']}/{row['slug']}",
        **{name: row[name] for name in _PLAIN},
        "limits": _limits(row),
        "device": {"name": row["device"], "label": row["label"]} if row["device"] else None,
        "channel": row["channel"],
        "status": STATUS_OF[state],
        "state": state,
        "since": ms(since),
        "latest": _latest(row),
    }
    silent_at = None
    if state not in ("silent", "never"):
        silent_at = row["measured_at"] + gap_limit(row["interval_s"]) + timedelta(milliseconds=1)
    return Judged(row["id"], row["site_id"], Sensor.model_validate(document), silent_at)


_PLAIN = ("site", "site_name", "time_zone", "slug", "name", "place", "interval_s")


def _limits(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["low"] is None and row["high"] is None:
        return None
    return {"low": row["low"], "high": row["high"], "since": ms(row["limits_since"])}


def _latest(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["measured_at"] is None:
        return None
    return {
        "time": ms(row["measured_at"]),
        "received": ms(row["received_at"]),
        "value": row["value"],
        "quality": row["quality"],
        "good_time": ms(row["good_at"]),
        "good_value": row["good_value"],
    }
