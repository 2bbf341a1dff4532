"""Which rejects a replay is about: api counts them when it is asked for, ingest takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from isotherm.instants import from_ms
from isotherm.reasons import CURABLE

NOTIFIED = "isotherm_replays"
"""Where PostgreSQL tells of a new job."""

MATCHING = (
    "FROM reject r LEFT JOIN device d ON d.name = r.device_name"
    " WHERE r.whole AND r.replayed_at IS NULL AND r.reason = ANY($1::text[])"
    " AND ($2::bigint[] IS NULL OR r.id = ANY($2::bigint[]))"
    " AND ($3::timestamptz IS NULL OR r.received_at >= $3)"
    " AND ($4::timestamptz IS NULL OR r.received_at < $4)"
    " AND ($5::text IS NULL OR r.device_name = $5)"
    " AND ($6::int[] IS NULL OR d.site_id = ANY($6::int[]))"
)
"""The rejects of a filter, with its `values`; only such as are whole, curable and not replayed."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Rejects by their ids, or those received from an instant until just before another (ms)."""

    ids: Sequence[int] | None = None
    start: int | None = None
    end: int | None = None
    reason: str | None = None
    device: str | None = None

    def document(self) -> dict[str, Any]:
        """What a job keeps of it, as JSON can say it."""
        if self.ids is not None:
            return {"ids": list(self.ids)}
        named = {"from": self.start, "to": self.end, "reason": self.reason, "device": self.device}
        return {name: value for name, value in named.items() if value is not None}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Filter":
        """The filter of a job."""
        get = document.get
        return cls(get("ids"), get("from"), get("to"), get("reason"), get("device"))

    def values(self, site_ids: Sequence[int] | None) -> tuple[object, ...]:
        """The parameters of `MATCHING`, for devices of these sites; none for all there are."""
        reasons = {each.value for each in CURABLE}
        wanted = reasons if self.reason is None else reasons & {self.reason}
        return (
            sorted(wanted),
            self.ids,
            *(None if each is None else from_ms(each) for each in (self.start, self.end)),
            self.device,
            site_ids,
        )
