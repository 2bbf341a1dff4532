"""How much each test of a fault does: enough for a proof in `make test`, all in `make soak`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Counts of messages are in all, at `rate` messages a second where no other rate is told."""

    rate: int
    kills: int
    killed_messages: int
    stops: int
    stopped_messages: int
    restarts: int
    restarted_messages: int
    away_s: int
    """How long PostgreSQL is away while devices go on publishing."""
    away_rate: int
    slow_messages: int
    slow_s: float
    """By how much everything PostgreSQL hears and says is late."""
    bad_messages: int
    """As many good ones among them."""
    crashes: int
    crash_messages: int
    """Published between two crashes. Those of two must fit into Receive Maximum, as the last of the
    ones before may not be acknowledged yet."""
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
