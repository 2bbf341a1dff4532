"""The list of devices: searched, filtered, sorted, and read in pages by the key of the last row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import asyncpg

from isotherm.database import Connection
from isotherm.folding import containing, folded_sql
from isotherm_api.devices.problems import GRACE, REJECTED_WITHIN, WORST_FIRST
from isotherm_api.devices.queries import sql_devices
from isotherm_api.problem import Invalid
from isotherm_api.ranges import DeviceWord, Number, Word, decode_cursor, encode_cursor

SortWord = Literal["name", "heard", "problem", "state"]
OrderWord = Literal["asc", "desc"]
StateWord = Literal[
    "proposed", "known", "ok", "problem", "proposed_channels", "no_site",
    "removed", "disabled", "never_connected", "silent", "rejected",
]  # fmt: skip

_USUAL: dict[SortWord, OrderWord] = {
    "name": "asc",
    "heard": "desc",
    "problem": "asc",
    "state": "asc",
}
_FINE = len(WORST_FIRST)
_RANKS = {word: rank for rank, word in enumerate(WORST_FIRST)}
_GRACE = f"make_interval(secs => {GRACE.total_seconds()})"
_AGAIN = (
    f"(heard_at > removed_at + {_GRACE} OR linked_at > removed_at + {_GRACE} OR"
    f" (connection = 'online' AND connection_at > removed_at + {_GRACE}))"
)
_RANK = f"""
CASE WHEN removed_at IS NOT NULL
     THEN CASE WHEN {_AGAIN} THEN {_RANKS["removed"]} ELSE {_FINE} END
     WHEN disabled_at IS NOT NULL THEN {_RANKS["disabled"]}
     WHEN heard_at IS NULL AND rejected_at >= $3 THEN {_RANKS["rejected"]}
     WHEN heard_at IS NULL AND connection IS NULL AND linked_at IS NULL
     THEN {_RANKS["never_connected"]}
     WHEN heard_at IS NULL OR alive_until < $2 THEN {_RANKS["silent"]}
     WHEN rejected_at >= $3 THEN {_RANKS["rejected"]}
     ELSE {_FINE} END"""
_STATE_RANK = f"""
CASE WHEN removed_at IS NOT NULL THEN 7 WHEN disabled_at IS NOT NULL THEN 6
     WHEN connection = 'offline' AND (alive_until >= $2) IS NOT TRUE THEN 0
     WHEN rank = {_RANKS["silent"]} THEN 1
     WHEN connection = 'offline' AND heard_at <= connection_at THEN 3
     WHEN connection IS NOT NULL THEN 5 WHEN heard_at IS NULL THEN 2 ELSE 4 END"""
"""Offline, silent, no reading yet, asleep, sends readings, online, disabled, removed."""
_TEXT = folded_sql("""concat_ws(' ', name, label, site, site_name, model, serial, firmware, notes,
    channels, (SELECT string_agg(concat_ws(' ', s.name, s.place, i_site.name), ' ')
        FROM channel c JOIN installation i ON i.channel_id = c.id AND i.during @> $2
        JOIN sensor s ON s.id = i.sensor_id JOIN site i_site ON i_site.id = s.site_id
        WHERE c.device_id = ranked.id
          AND ($9::int[] IS NULL OR s.site_id = ANY ($9::int[]))))""")
_KEYS: dict[SortWord, str] = {
    "name": "0::bigint",
    "heard": "coalesce((extract(epoch FROM heard_at) * 1000000)::bigint, 0)",
    "problem": "rank::bigint",
    "state": f"({_STATE_RANK})::bigint",
}
# those of the last day at once, instead of the newest of each device
_REJECTS = """
(SELECT device_name, max(hour) AS rejected_at FROM reject_counted WHERE hour >= $3 GROUP BY 1) r"""
_DEVICES = sql_devices(_REJECTS, "r.device_name = d.name")
_PAGE = f"""
WITH read AS ({_DEVICES} WHERE $1::int[] IS NULL OR d.site_id = ANY($1::int[])),
ranked AS (SELECT *, {_RANK} AS rank FROM read),
chosen AS (
    SELECT *, {{key}} AS key FROM ranked
    WHERE ($4 OR removed_at IS NULL OR rank = {_RANKS["removed"]})
      AND (cardinality($5::text[]) = 0 OR {_TEXT} LIKE ALL ($5::text[])) AND ({{state}}))
SELECT t.total, p.* FROM (SELECT count(*) AS total FROM chosen) t LEFT JOIN (
    SELECT * FROM chosen
    WHERE $6::text IS NULL OR {{after}} ORDER BY key {{order}}, name {{by_name}} LIMIT $8) p ON true
ORDER BY key {{order}}, name {{by_name}}"""
_STATES: dict[StateWord | None, str] = {
    None: "true",
    "proposed": "state = 'proposed'",
    "known": "state = 'known'",
    "ok": f"rank = {_FINE} AND removed_at IS NULL",
    "problem": f"rank < {_FINE}",
    "proposed_channels": "proposed_count > 0",
    "no_site": "site_id IS NULL",
    "removed": "removed_at IS NOT NULL",
    **{word: f"rank = {_RANKS[word]}" for word in WORST_FIRST if word != "removed"},
    # also of devices whose worse problem is shown instead
    "rejected": "rejected_at >= $3",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which devices are listed."""

    site_ids: Sequence[int] | None
    """Of these home sites; None means all, also devices without one."""
    terms: Sequence[str] = ()
    """Each of them is somewhere in what the device is called."""
    state: StateWord | None = None
    removed: bool = False
    """Whether removed devices are listed that were not heard again."""
    seen: Sequence[int] | None = None
    """Sites of sensors whose names are searched; None means all."""


class Order:
    """How devices are sorted, and after which row a page begins."""

    def __init__(
        self, sort: SortWord = "name", order: OrderWord | None = None, cursor: str | None = None
    ) -> None:
        """Raise Invalid for a cursor of a list that is sorted otherwise."""
        self.sort: SortWord = sort
        self.order = order or _USUAL[sort]
        self.key: int | None = None
        self.name: str | None = None
        if cursor is not None:
            parts = decode_cursor(cursor, tuple[Word, Word, Number, DeviceWord])
            cursor_sort, cursor_order, key, name = parts
            if (cursor_sort, cursor_order) != (self.sort, self.order):
                raise Invalid.field("cursor", "is of a list that is sorted otherwise")
            self.key, self.name = key, name

    def cursor(self, row: asyncpg.Record) -> str:
        """Return the cursor of the page after a row."""
        return encode_cursor(self.sort, self.order, row["key"], row["name"])

    def sql(self, state: StateWord | None) -> str:
        """Return the statement; rows of equal keys are in order of their names."""
        than = ">" if self.order == "asc" else "<"
        by_name = self.order if self.sort == "name" else "asc"
        name_than = ">" if by_name == "asc" else "<"
        return _PAGE.format(
            key=_KEYS[self.sort],
            state=_STATES[state],
            after=f"(key {than} $7 OR key = $7 AND name {name_than} $6)",
            order=self.order,
            by_name=by_name,
        )


async def load_page(
    connection: Connection, choice: Choice, order: Order, limit: int, now: datetime
) -> tuple[list[asyncpg.Record], int]:
    """Return up to `limit` devices, and the number of all that are chosen, in one statement."""
    rows = await connection.fetch(
        order.sql(choice.state),
        None if choice.site_ids is None else list(choice.site_ids),
        now,
        now - REJECTED_WITHIN,
        choice.removed or choice.state == "removed",
        [containing(term) for term in choice.terms],
        order.name,
        order.key,
        limit,
        None if choice.seen is None else list(choice.seen),
    )
    return [row for row in rows if row["id"] is not None], rows[0]["total"]
