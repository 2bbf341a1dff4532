"""The verdict on a device from which nothing arrives, judged by facts; pure.

What is not known is not claimed: notices of the broker tell about a device only what happened
since worker began to read them without a gap.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

VerdictWord = Literal[
    "disabled",
    "never_connected",
    "taken_over",
    "connected_silent",
    "rejected",
    "arriving",
    "disconnected",
    "unwatched",
]
TAKEOVERS = 2
"""Take-overs of an hour that mean two clients: one device that lost its connection makes one."""
TAKEN_OVER_FOR = timedelta(minutes=15)
"""After the last take-over, the other client is gone."""
REJECTS_HOLD = timedelta(minutes=15)
"""For how long the rejects of a device that has disconnected explain why nothing arrives."""
TOGETHER = timedelta(seconds=30)
"""A reject this soon after a reading came with it: another channel of the device is well."""
TRAVEL = timedelta(seconds=10)
"""What was received this soon after a device disconnected may have been sent before."""


@dataclass(frozen=True, slots=True)
class Link:
    """The last known connection."""

    connected: bool
    changed_at: datetime
    connected_at: datetime | None
    disconnected_at: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a device at `now`."""

    now: datetime
    enabled: bool
    """Whether it may connect: neither disabled nor removed."""
    registered_at: datetime
    """When its row was made, or its last password: until then nobody could log in with it."""
    heard_at: datetime | None
    alive_until: datetime | None
    """When it will have missed three intervals."""
    rejected_at: datetime | None
    """When the last reject was received, or may have been."""
    link: Link | None
    watched_since: datetime | None
    """Since when the broker's notices are read without a gap; None if they are not."""
    takeovers: int
    """Within the last hour."""
    taken_over_at: datetime | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict; `connected` is None if that is not known."""

    verdict: VerdictWord
    connected: bool | None
    since: datetime | None
    """Since when it is connected, if that is known."""


def judge(facts: Facts) -> Judged:
    """Judge the facts; the first verdict that explains why nothing arrives is the answer."""
    connected = _judge_connected(facts)
    link = facts.link
    known = link is not None and link.connected and _is_current(facts)
    since = link.connected_at if link is not None and known and connected else None
    return Judged(_judge_verdict(facts, connected), connected, since)


def _judge_verdict(facts: Facts, connected: bool | None) -> VerdictWord:
    if not facts.enabled:
        return "disabled"
    if _is_taken_over(facts):
        return "taken_over"
    if _is_rejected(facts, connected):
        return "rejected"
    if facts.alive_until is not None and facts.alive_until >= facts.now:
        return "arriving"
    if facts.watched_since is None:
        return "unwatched"
    if connected:
        return "connected_silent"
    if facts.link is not None:
        return "unwatched" if facts.link.connected else "disconnected"
    return "never_connected" if connected is False and facts.heard_at is None else "unwatched"


def _judge_connected(facts: Facts) -> bool | None:
    """Return whether the device is connected, or None if that is not known."""
    heard_at, since = facts.heard_at, facts.watched_since
    if since is None:
        return None
    if facts.link is not None and _is_current(facts):
        ended_at = facts.link.disconnected_at
        if facts.link.connected:
            return True
        talks = heard_at is not None and ended_at is not None and heard_at > ended_at + TRAVEL
        return None if talks else False
    if heard_at is not None and heard_at >= since:
        return True
    return False if facts.link is None and facts.registered_at >= since else None


def _is_current(facts: Facts) -> bool:
    """Return whether the last notice about the device is from the watch that lasts."""
    since = facts.watched_since
    return facts.link is not None and since is not None and facts.link.changed_at >= since


def _is_taken_over(facts: Facts) -> bool:
    last = facts.taken_over_at
    recent = last is not None and facts.now - last <= TAKEN_OVER_FOR
    return recent and facts.takeovers >= TAKEOVERS


def _is_rejected(facts: Facts, connected: bool | None) -> bool:
    """Return whether the last thing that came was rejected, and explains the silence since."""
    rejected_at, heard_at = facts.rejected_at, facts.heard_at
    if rejected_at is None or (heard_at is not None and rejected_at <= heard_at + TOGETHER):
        return False
    return connected is not False or facts.now - rejected_at <= REJECTS_HOLD
