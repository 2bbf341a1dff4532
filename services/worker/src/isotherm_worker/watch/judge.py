"""Judge which alerts hold, from the recorded state of ingest, broker and books. Pure.

blind     no readings come in
lost      the broker dropped messages that it had acknowledged
ledger    the books do not balance, or stored rows are missing
impaired  readings come in, but an ingest, the ticks or the broker watch is missing
queued    messages wait for long, or their number keeps growing
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from isotherm.watch import SILENT_S, TICK_OLD_S

RISING_S = 60.0
LEAST_RISE = 1_000
"""A queue rises if it never shrank for RISING_S seconds and grew by this many messages."""
BEHIND_S = 60.0
RESTART_S = 30.0
"""An instance may be silent for this long while it restarts."""
UNTIMED = "readings without a time may get an inaccurate one"
BROKER_AWAY = "The broker cannot be reached: no readings are coming in."
NO_INGEST = "No ingest is collecting readings from the broker."
MESSAGES_WAIT = f"{NO_INGEST} Messages from devices are waiting there."
MESSAGES_LOST = f"{NO_INGEST} Messages from devices are being lost."
WORKER_AWAY = "Worker cannot reach the broker: no ticks, and dropped messages go unnoticed."
NO_TICKS = f"No ticks come through the broker: {UNTIMED}."
DIFFERENCES = "The ledger and the stored readings disagree."
QUEUE = "Messages are waiting in the broker"

AlertKey = tuple[str, str]
"""An alert's kind and cause."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An ingest as of its last heartbeat; ages in seconds."""

    name: str
    state: str
    seen_s: float
    connected: bool
    subscribed: bool
    waiting: int
    tick_age_s: float | None

    @property
    def collects(self) -> bool:
        """Whether it receives readings now."""
        alive = self.state == "running" and self.seen_s <= SILENT_S
        return alive and self.connected and self.subscribed


@dataclass(frozen=True, slots=True)
class Facts:
    """All that alerts are judged by, at one instant of the database's clock."""

    now: datetime
    connected: bool
    """Whether a worker is connected to the broker."""
    queued: int | None
    """Messages that wait in the broker; None if unknown."""
    shared_subscriptions: int | None
    tick_age_s: float | None
    """Seconds since a tick came back from the broker; None if none ever did."""
    instances: Sequence[Instance] = ()
    collected_at: datetime | None = None
    """If no ingest collects readings: when one last did, as far as is known."""
    dropped: int = 0
    """Messages that the broker dropped in the last hour."""
    dropped_since: datetime | None = None
    differences: int = 0
    """Open differences in the books."""
    differences_since: datetime | None = None

    @property
    def collecting(self) -> bool:
        """Whether any ingest receives readings now."""
        return any(instance.collects for instance in self.instances)


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert that holds; a `patient` one is raised only after it has held for a while."""

    kind: str
    cause: str
    detail: str
    count: int | None = None
    since: datetime | None = None
    """When it began; None if only the time at which it is judged tells."""
    patient: bool = False

    @property
    def key(self) -> AlertKey:
        """Its identity: count and detail may change while it is open."""
        return self.kind, self.cause


@dataclass(slots=True)
class Rising:
    """The lengths of a queue over time, to detect one that keeps growing."""

    _samples: deque[tuple[datetime, int]] = field(default_factory=deque)

    def add(self, now: datetime, queued: int | None) -> bool:
        """Add a sample, None if the length is unknown; return whether the queue keeps growing."""
        if queued is None or (self._samples and queued < self._samples[-1][1]):
            self._samples.clear()
        if queued is None:
            return False
        self._samples.append((now, queued))
        begin = now - timedelta(seconds=RISING_S)
        while len(self._samples) > 1 and self._samples[1][0] <= begin:
            self._samples.popleft()
        at, first = self._samples[0]
        return at <= begin and queued - first >= LEAST_RISE


def judge(facts: Facts, *, queued_at: int, rising: bool) -> Iterator[Alert]:
    """Yield every alert that holds.

    A queue of `queued_at` messages is one by itself, a shorter one only while it is `rising`.
    """
    yield from _flow(facts)
    if facts.dropped:
        detail = "The broker dropped messages that it had acknowledged to their devices."
        yield Alert("lost", "dropped", detail, facts.dropped, facts.dropped_since)
    if facts.differences:
        since = facts.differences_since
        yield Alert("ledger", "differences", DIFFERENCES, facts.differences, since)
    if facts.queued is not None and (rising or facts.queued >= queued_at):
        grows = ", and the queue is growing" if rising else ""
        yield Alert("queued", "broker", f"{QUEUE}{grows}.", facts.queued)
    for instance in facts.instances:
        if instance.collects and instance.waiting and (instance.tick_age_s or 0) > BEHIND_S:
            detail = f"{instance.name} is behind: it is storing readings that have waited."
            cause = f"instance:{instance.name}"
            yield Alert("queued", cause, detail, instance.waiting, patient=True)


def _flow(facts: Facts) -> Iterator[Alert]:
    """Yield the alerts about readings coming in: blind or impaired."""
    collecting, collected_at = facts.collecting, facts.collected_at
    if not facts.connected:
        if collecting:
            yield Alert("impaired", "broker", WORKER_AWAY, patient=True)
        else:
            yield Alert("blind", "broker", BROKER_AWAY, since=collected_at, patient=True)
    elif not collecting:
        # the broker keeps messages for shared subscriptions, and drops them if there is none
        subscriptions = facts.shared_subscriptions
        detail = {None: NO_INGEST, 0: MESSAGES_LOST}.get(subscriptions, MESSAGES_WAIT)
        yield Alert("blind", "ingest", detail, since=collected_at, patient=True)
    if facts.connected and (facts.tick_age_s is None or facts.tick_age_s > TICK_OLD_S):
        yield Alert("impaired", "ticks", NO_TICKS, patient=True)
    elif facts.connected:
        yield from _instances_without_ticks(facts)
    for instance in facts.instances:
        if collecting and instance.state != "gone" and instance.seen_s > RESTART_S:
            detail = f"{instance.name} is not running: its messages wait in the broker."
            since = facts.now - timedelta(seconds=instance.seen_s)
            yield Alert("impaired", f"instance:{instance.name}", detail, since=since)


def _instances_without_ticks(facts: Facts) -> Iterator[Alert]:
    """Yield an alert for each ingest without a backlog that yet receives no ticks."""
    for instance in facts.instances:
        old = instance.tick_age_s is None or instance.tick_age_s > TICK_OLD_S
        if instance.collects and old and not instance.waiting:
            detail = f"{instance.name} receives no ticks: {UNTIMED}."
            yield Alert("impaired", f"ticks:{instance.name}", detail, patient=True)
