"""Documents of sensors from rows of `isotherm.sensors.current`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from isotherm.sensors.state import DATED, Judgement, State, gap_limit
from isotherm_api.current.schemas import Sensor, Status
from isotherm_api.ranges import ms

STATUS_OF: dict[State, Status] = {
    "in_range": "online",
    "no_limits": "online",
    "above": "online",
    "below": "online",
    "silent": "stale",
    "fault": "fault",
    "suspect": "fault",
    "never": "never",
}
_COPIED = ("site", "site_name", "time_zone", "slug", "name", "place", "position", "interval_s")


@dataclass(frozen=True, slots=True)
class JudgedSensor:
    """A sensor's document, with what the API does not show."""

    id: int
    site_id: int
    sensor: Sensor
    due_at: datetime | None
    """When to judge it again if no reading comes; None if its state will not change by itself."""


def judged_sensor(
    row: Mapping[str, Any], judgement: Judgement, since: datetime | None
) -> JudgedSensor:
    """Build the document of a row and its judgement.

    `since` is when it went out of range, into fault or suspect, if known. It is ignored in other
    states.
    """
    state = judgement.state
    if state not in DATED:
        since = judgement.since
    document = {
        "id": f"{row['site']}/{row['slug']}",
        **{name: row[name] for name in _COPIED},
        "archived": ms(row["archived_at"]),
        "limits": limits_document(row),
        "device": {"name": row["device"], "label": row["label"]} if row["device"] else None,
        "channel": row["channel"],
        "status": STATUS_OF[state],
        "state": state,
        "since": ms(since),
        "silent_at": ms(judgement.silent_at),
        "gap_after_s": gap_limit(row["interval_s"]).total_seconds(),
        "latest": _latest(row),
    }
    sensor = Sensor.model_validate(document)
    return JudgedSensor(row["id"], row["site_id"], sensor, judgement.due_at)


def limits_document(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Build the document of the limits in force; None without any."""
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
