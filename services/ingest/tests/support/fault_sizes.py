"""Sizes of the fault tests: small in `make test`, full in `make soak`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Total counts of messages, published at `rate` a second unless another rate is given."""

    rate: int
    kills: int
    killed_messages: int
    stops: int
    stopped_messages: int
    restarts: int
    restarted_messages: int
    away_s: int
    """How long PostgreSQL is unavailable while devices publish."""
    away_rate: int
    slow_messages: int
    slow_s: float
    """Delay of all requests to PostgreSQL and of its responses."""
    bad_messages: int
    """The same number of good messages is sent among them."""
    crashes: int
    crash_messages: int
    """Messages published between two crashes. Twice as many must fit into Receive Maximum, as
    those of the previous round may not be acknowledged yet."""
    missing_days: int
    export_messages: int
    buffers: int
    intrusions: int
    intruded_messages: int
    peer_kills: int
    peer_messages: int


SHORT = Sizes(
    rate=10_000,
    kills=2,
    killed_messages=15_000,
    stops=1,
    stopped_messages=15_000,
    restarts=1,
    restarted_messages=15_000,
    away_s=3,
    away_rate=5_000,
    slow_messages=10_000,
    slow_s=0.02,
    bad_messages=3_000,
    crashes=2,
    crash_messages=2_000,
    missing_days=5,
    export_messages=10_000,
    buffers=3,
    intrusions=5,
    intruded_messages=8_000,
    peer_kills=1,
    peer_messages=15_000,
)

FULL = Sizes(
    rate=10_000,
    kills=5,
    killed_messages=300_000,
    stops=3,
    stopped_messages=300_000,
    restarts=3,
    restarted_messages=300_000,
    away_s=60,
    away_rate=10_000,
    slow_messages=200_000,
    slow_s=0.2,
    bad_messages=50_000,
    crashes=5,
    crash_messages=9_000,
    missing_days=30,
    export_messages=200_000,
    buffers=100,
    intrusions=100,
    intruded_messages=200_000,
    peer_kills=5,
    peer_messages=200_000,
)
