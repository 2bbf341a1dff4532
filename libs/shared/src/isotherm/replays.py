"""Which rejects a replay concerns, and why not the others.

Api counts them when it creates a job, ingest replays them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from isotherm.instants import from_ms
from isotherm.names import MOST_CHANNELS
from isotherm.reasons import BY_RULES, CURABLE, RULES, Reason

NOTIFIED = "isotherm_replays"
"""The NOTIFY channel for new jobs."""

IGNORED_AGAIN = "its channel is ignored"
"""How a replay's refusal of an ignored channel begins; the others begin with a reason's label."""
NEVER_SHOWED = "clocks in {zone} never showed this time"
"""The detail of a local time that the zone's clocks skipped."""


class WhyNot(StrEnum):
    """Why a replay cannot make a reading of a reject; the value is what the API answers."""

    text: str
    """The same in a sentence or two, with what to do about it."""

    def __new__(cls, value: str, text: str = "") -> "WhyNot":
        """Make a member of the row that defines it."""
        why = str.__new__(cls, value)
        why._value_ = value
        why.text = text
        return why

    REPLAYED = "replayed", "It has been replayed."
    UNREADABLE = (
        "unreadable",
        "Today's rules do not understand it either. Correct what the device sends.",
    )
    REFUSED_AGAIN = (
        "refused_again",
        "A replay has rejected it again, for a reason that no setting cures.",
    )
    CUT = "cut", "Only its beginning was kept."
    REMOVED = "removed", "The device is removed. Restore it first."
    DISABLED = "disabled", "The device is disabled. Enable it first."
    IGNORED = "ignored", "The channel is ignored. Restore the channel first."
    NO_ZONE = "no_zone", "The device has no time zone. Set it first."
    SAME_ZONE = (
        "same_zone",
        "Clocks in the device's time zone never showed this time. Correct the zone first.",
    )
    NO_ROOM = "no_room", "The device has no room for its channel. Ignore another channel first."


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_CURABLE = _listed(sorted(reason.value for reason in CURABLE))
_BY_RULES = _listed(sorted(reason.value for reason in BY_RULES))
_BEFORE_ZONE = NEVER_SHOWED.partition("{zone}")[0]
_CURABLE_AGAIN = _listed([*sorted(reason.label for reason in CURABLE), IGNORED_AGAIN])
_AGAIN = "split_part(r.refused_again, ':', 1)"


def _now(reason: Reason) -> str:
    """Return SQL of whether a reject, or its last replay, was refused for this reason."""
    return (
        f"(r.refused_again IS NULL AND r.reason = '{reason.value}' OR {_AGAIN} = '{reason.label}')"
    )


SINCE_REGISTERED = "(d.credential_version = 0 OR {at} >= d.created_at)"
"""SQL of whether a reject of the time `at` is of the device `d`, and not of a deleted one that had
its name before: a device that was registered could not log in earlier."""

REJECTS = (
    "FROM reject r LEFT JOIN device d ON d.name = r.device_name"
    " LEFT JOIN channel c ON c.device_id = d.id AND c.name = r.channel_name"
)
"""SQL of the rejects with their devices and channels, as `WHY_NOT` needs them."""

# a silent proposal makes room for another channel, see propose_channels
_FULL = f"""SELECT o.device_id FROM channel o LEFT JOIN latest l ON l.channel_id = o.id
WHERE o.expired_at IS NULL AND o.state <> 'ignored' AND (o.state <> 'proposed'
    OR greatest(o.proposed_at, l.received_at) >= now() - interval '1 hour')
GROUP BY 1 HAVING count(*) >= {MOST_CHANNELS}"""

WHY_NOT = f"""CASE
WHEN r.replayed_at IS NOT NULL THEN '{WhyNot.REPLAYED}'
WHEN r.refused_again IS NULL AND r.reason NOT IN ({_CURABLE})
    AND NOT (r.rules < {RULES} AND r.reason IN ({_BY_RULES})) THEN '{WhyNot.UNREADABLE}'
WHEN r.refused_again IS NOT NULL AND {_AGAIN} NOT IN ({_CURABLE_AGAIN})
    THEN '{WhyNot.REFUSED_AGAIN}'
WHEN NOT r.whole THEN '{WhyNot.CUT}'
WHEN d.removed_at IS NOT NULL THEN '{WhyNot.REMOVED}'
WHEN d.disabled_at IS NOT NULL THEN '{WhyNot.DISABLED}'
WHEN c.state = 'ignored' THEN '{WhyNot.IGNORED}'
WHEN d.time_zone IS NULL AND {_now(Reason.TIME_WITHOUT_ZONE)} THEN '{WhyNot.NO_ZONE}'
WHEN {_now(Reason.NO_SUCH_TIME)} AND strpos(coalesce(r.refused_again, r.detail),
    '{_BEFORE_ZONE}' || d.time_zone || ' ') > 0 THEN '{WhyNot.SAME_ZONE}'
WHEN {_now(Reason.TOO_MANY_CHANNELS)} AND (c.id IS NULL OR c.expired_at IS NOT NULL)
    AND d.id IN ({_FULL}) THEN '{WhyNot.NO_ROOM}'
END"""
"""SQL of the `WhyNot` of a reject; NULL if a replay may make a reading of it."""

CHOSEN = (
    "($1::text IS NULL OR r.reason = $1)"
    " AND ($2::bigint[] IS NULL OR r.id = ANY($2::bigint[]))"
    " AND ($3::timestamptz IS NULL OR r.received_at >= $3)"
    " AND ($4::timestamptz IS NULL OR r.received_at < $4)"
    " AND ($5::text IS NULL OR r.device_name = $5)"
    " AND ($6::int[] IS NULL OR d.site_id = ANY($6::int[])"
    f" AND {SINCE_REGISTERED.format(at='r.received_at')})"
)
"""SQL of the rejects of a filter, with its `values` as parameters."""

MATCHING = f"{REJECTS} WHERE r.whole AND r.replayed_at IS NULL AND {CHOSEN} AND {WHY_NOT} IS NULL"
"""SQL of those that a replay may make readings of."""


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
        """Return the parameters of `CHOSEN`, for devices of these sites; None for all rejects."""
        return (
            self.reason,
            None if self.ids is None else list(self.ids),
            *(None if at is None else from_ms(at) for at in (self.start, self.end)),
            self.device,
            site_ids,
        )
