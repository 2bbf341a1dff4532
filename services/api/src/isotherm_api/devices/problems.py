"""What is wrong with a device, worst first. Pure; `pages` sorts and filters by the same in SQL."""

from datetime import datetime, timedelta
from typing import Literal

import asyncpg

ProblemWord = Literal["removed", "disabled", "never_connected", "silent", "rejected"]
WORST_FIRST: tuple[ProblemWord, ...] = (
    "removed",
    "disabled",
    "never_connected",
    "silent",
    "rejected",
)
GRACE = timedelta(seconds=10)
"""For what was on its way when a device was removed."""
REJECTED_WITHIN = timedelta(hours=24)


def judge_problem(row: asyncpg.Record, now: datetime) -> ProblemWord | None:
    """Return the worst that is wrong with a device, a row of `queries.load_page`; None if nothing.

    `removed`: it was removed, but is heard again. `silent`: each of its sensors has missed three
    intervals, or it connected and sent no reading. `rejected`: something was refused in the last
    24 h.
    """
    if row["removed_at"] is not None:
        return "removed" if heard_again(row) else None
    if row["disabled_at"] is not None:
        return "disabled"
    rejected = row["rejected_at"] is not None and row["rejected_at"] >= now - REJECTED_WITHIN
    if row["heard_at"] is None and not rejected:
        came = row["connection"] is not None or row["linked_at"] is not None
        return "silent" if came else "never_connected"
    if row["heard_at"] is not None and row["alive_until"] < now:
        return "silent"
    return "rejected" if rejected else None


def heard_again(row: asyncpg.Record) -> bool:
    """Return whether a removed device has sent a reading or connected since."""
    since = row["removed_at"] + GRACE
    sent = row["heard_at"] is not None and row["heard_at"] > since
    connected = row["connection"] == "online" and row["connection_at"] > since
    linked = row["linked_at"] is not None and row["linked_at"] > since
    return bool(sent or connected or linked)
