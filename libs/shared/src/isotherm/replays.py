"""Which rejects a replay concerns: api counts them when it creates a job, ingest replays them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from isotherm.instants import from_ms
from isotherm.reasons import CURABLE, REPLAYABLE, RULES

NOTIFIED = "isotherm_replays"
"""The NOTIFY channel for new jobs."""

_CURABLE = ", ".join(f"'{reason.value}'" for reason in sorted(CURABLE))

SINCE_REGISTERED = "(d.credential_version = 0 OR {at} >= d.created_at)"
"""SQL of whether a reject of the time `at` is of the device `d`, and not of a deleted one that had
its name before: a device that was registered could not log in earlier."""

MATCHING = (
    "FROM reject r LEFT JOIN device d ON d.name = r.device_name"
    " WHERE r.whole AND r.replayed_at IS NULL AND r.reason = ANY($1::text[])"
    f" AND (r.rules < {RULES} OR r.reason IN ({_CURABLE}))"
    " AND ($2::bigint[] IS NULL OR r.id = ANY($2::bigint[]))"
    " AND ($3::timestamptz IS NULL OR r.received_at >= $3)"
    " AND ($4::timestamptz IS NULL OR r.received_at < $4)"
    " AND ($5::text IS NULL OR r.device_name = $5)"
    " AND ($6::int[] IS NULL OR d.site_id = ANY($6::int[])"
    f" AND {SINCE_REGISTERED.format(at='r.received_at')})"
)
"""SQL of the rejects of a filter, with its `values` as parameters: whole, not replayed, and curable
by settings or by the rules of today."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Rejects by their ids, or those received from `start` until before `end` (ms since 1970)."""

    ids: Sequence[int] | None = None
    start: int | None = None
    end: int | None = None
    reason: str | None = None
    device: str | None = None

    def document(self) -> dict[str, Any]:
        """Return the filter as a JSON document, as a job stores it."""
        if self.ids is not None:
            return {"ids": list(self.ids)}
        fields = {"from": self.start, "to": self.end, "reason": self.reason, "device": self.device}
        return {name: value for name, value in fields.items() if value is not None}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Filter":
        """Return the filter of a job's document."""
        get = document.get
        return cls(get("ids"), get("from"), get("to"), get("reason"), get("device"))

    def values(self, site_ids: Sequence[int] | None) -> tuple[object, ...]:
        """Return the parameters of `MATCHING`, for devices of these sites; None for all rejects."""
        replayable = {reason.value for reason in REPLAYABLE}
        reasons = replayable if self.reason is None else replayable & {self.reason}
        return (
            sorted(reasons),
            self.ids,
            *(None if at is None else from_ms(at) for at in (self.start, self.end)),
            self.device,
            site_ids,
        )
