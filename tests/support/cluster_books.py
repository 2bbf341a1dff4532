"""The publisher's log joined to the rows that are stored, one by one."""

from contextlib import suppress
from dataclasses import dataclass

from cluster_kube import until
from cluster_release import Release

Log = list[tuple[str, int, float, float]]
READINGS = (
    "SELECT count(*), md5(string_agg(channel_id || ' ' || measured_at || ' '"
    " || coalesce(value::text, '-'), ',' ORDER BY channel_id, measured_at)) FROM reading"
)
"""Counts all readings, and sums up each (channel, time, value)."""


@dataclass(frozen=True, slots=True)
class Books:
    """What a comparison found."""

    acknowledged: int
    stored: int
    lost: list[tuple[str, int]]
    """Acknowledged by the broker, and not stored."""
    wrong: list[tuple[str, int]]
    """Stored with another value."""
    unsent: int
    """Stored, and in no log: the acknowledgement was lost."""


def compare(release: Release, log: Log) -> Books:
    """Join a log to the stored readings of its time; each key can be stored once only."""
    since, until_ms = min(row[1] for row in log), max(row[1] for row in log)
    wanted = {(device, at): value for device, at, value, _ in log}
    rows = release.query(
        "SELECT d.name, (extract(epoch FROM r.measured_at) * 1000)::bigint, r.value"
        " FROM reading r JOIN channel c ON c.id = r.channel_id JOIN device d ON d.id = c.device_id"
        f" WHERE r.measured_at BETWEEN to_timestamp({since} / 1000.0)"
        f" AND to_timestamp({until_ms} / 1000.0) AND d.name LIKE 'load-%'"
    )
    stored = {(name, int(at)): float(value) for name, at, value in rows}
    assert len(stored) == len(rows), "a reading is stored twice"
    return Books(
        acknowledged=len(wanted),
        stored=len(stored),
        lost=sorted(key for key in wanted if key not in stored),
        wrong=sorted(key for key, value in wanted.items() if stored.get(key, value) != value),
        unsent=len(stored.keys() - wanted.keys()),
    )


def settle(release: Release, log: Log, within: float = 120) -> Books:
    """Compare once nothing waits any more: until nothing is lost, or for some time."""
    books = compare(release, log)
    if books.lost:
        with suppress(AssertionError):
            until("everything is stored", lambda: not compare(release, log).lost, within, 5)
        books = compare(release, log)
    return books


def longest_pause(release: Release, log: Log) -> float:
    """Return the longest time during the log in which nothing was received, in seconds."""
    since, until_ms = min(row[1] for row in log), max(row[1] for row in log)
    ((pause,),) = release.query(
        "SELECT coalesce(max(gap), 0) FROM (SELECT extract(epoch FROM received_at -"
        " lag(received_at) OVER (ORDER BY received_at)) AS gap FROM reading"
        f" WHERE measured_at BETWEEN to_timestamp({since} / 1000.0)"
        f" AND to_timestamp({until_ms} / 1000.0)) AS gaps"
    )
    return float(pause)
