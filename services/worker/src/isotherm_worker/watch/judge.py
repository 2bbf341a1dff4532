"""Which alerts hold, judged from what is noted of ingest, broker and books. Pure.

blind     no readings come in
lost      the broker dropped what it had acknowledged
ledger    the books do not balance, or rows are missing
impaired  readings come in, but not all of what watches over them or takes them is there
queued    readings wait, and more and more of them
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from isotherm.watch import SILENT_S, TICK_OLD_S

RISING_S = 60.0
LEAST_RISE = 1_000
"""A queue that grew at every look for a minute, by at least so many messages, keeps rising."""
BEHIND_S = 60.0
LEFT_ALONE_S = 30.0
"""An instance may be silent for so long while it restarts."""
UNTIMED = "readings without a time may get an inaccurate one"
BROKER_AWAY = "The broker cannot be reached: no readings are coming in."
NO_INGEST = "No ingest is collecting readings from the broker."
MESSAGES_WAIT = f"{NO_INGEST} Messages from devices are waiting there."
MESSAGES_LOST = f"{NO_INGEST} Messages from devices are being lost."
_STORED = "Readings sent meanwhile were stored with their original times."
_PAST = {
    BROKER_AWAY: "The broker could not be reached. "
    "Readings that devices buffered are stored with their original times.",
    NO_INGEST: "Readings were not being collected. "
    "Those that the broker kept were stored with their original times.",
    MESSAGES_WAIT: f"Readings were not being collected; nothing was lost. {_STORED}",
    MESSAGES_LOST: "Readings were not being collected. "
    "Those sent meanwhile are lost unless the devices send them again.",
}
"""The detail of an alert that is over, by its last detail while it held."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An ingest by its last heartbeat; ages in seconds."""

    name: str
    state: str
    seen_s: float
    connected: bool
    subscribed: bool
    waiting: int
    tick_age_s: float | None

    @property
    def takes(self) -> bool:
        """Whether readings flow to it now."""
        here = self.state == "running" and self.seen_s <= SILENT_S
        return here and self.connected and self.subscribed


@dataclass(frozen=True, slots=True)
class Facts:
    """What is noted at one moment, by the database's clock."""

    now: datetime
    connected: bool
    """Whether the broker can be watched."""
    queued: int | None
    shared_subscriptions: int | None
    tick_age_s: float | None
    """Since a tick came back from the broker; none where none ever did."""
    instances: Sequence[Instance] = ()
    dropped: int = 0
    """In the last hour."""
    dropped_since: datetime | None = None
    differences: int = 0
    differences_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alert that holds; `patient` ones are raised only when they last."""

    kind: str
    cause: str
    detail: str
    count: int | None = None
    since: datetime | None = None
    patient: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """What it is about, whatever it says of it."""
        return self.kind, self.cause


@dataclass(slots=True)
class Rising:
    """Remembers a queue's length, to tell one that keeps growing from one that comes and goes."""

    _looks: deque[tuple[datetime, int]] = field(default_factory=deque)

    def look(self, now: datetime, queued: int | None) -> bool:
        """Whether it keeps growing, this look included."""
        if queued is None or (self._looks and queued < self._looks[-1][1]):
            self._looks.clear()
        if queued is None:
            return False
        self._looks.append((now, queued))
        begin = now - timedelta(seconds=RISING_S)
        while len(self._looks) > 1 and self._looks[1][0] <= begin:
            self._looks.popleft()
        at, first = self._looks[0]
        return at <= begin and queued - first >= LEAST_RISE


def judge(facts: Facts, *, queued_at: int, rising: bool) -> Iterator[Alarm]:
    """Every alert that holds; `queued_at` is the queue that counts as one by itself."""
    yield from _flow(facts)
    if facts.dropped:
        detail = "The broker dropped messages that it had acknowledged to their devices."
        yield Alarm("lost", "dropped", detail, facts.dropped, facts.dropped_since)
    if facts.differences:
        detail = "The ledger and the stored readings disagree."
        yield Alarm("ledger", "differences", detail, facts.differences, facts.differences_since)
    if facts.queued is not None and (rising or facts.queued >= queued_at):
        grows = ", and the queue is growing" if rising else ""
        yield Alarm("queued", "broker", f"Messages are waiting in the broker{grows}.", facts.queued)
    for each in facts.instances:
        if each.takes and each.waiting and (each.tick_age_s or 0) > BEHIND_S:
            detail = f"{each.name} is behind: it is storing readings that have waited."
            yield Alarm("queued", f"instance:{each.name}", detail, each.waiting, patient=True)


def past(detail: str, *, dropped: bool) -> str:
    """Return the detail of an alert that has ended; `dropped`: messages were dropped lately."""
    if detail == MESSAGES_WAIT and dropped:
        detail = NO_INGEST
    return _PAST.get(detail, detail)


def _flow(facts: Facts) -> Iterator[Alarm]:
    """Whether readings come in, and whether all is there that takes them."""
    takes = any(each.takes for each in facts.instances)
    if not facts.connected:
        if takes:
            detail = "Worker cannot reach the broker: no ticks, and dropped messages go unnoticed."
            yield Alarm("impaired", "broker", detail, patient=True)
        else:
            detail = BROKER_AWAY
            yield Alarm("blind", "broker", detail, patient=True)
    elif not takes:
        kept = facts.shared_subscriptions
        detail = {None: NO_INGEST, 0: MESSAGES_LOST}.get(kept, MESSAGES_WAIT)
        yield Alarm("blind", "ingest", detail, patient=True)
    if facts.connected and (facts.tick_age_s is None or facts.tick_age_s > TICK_OLD_S):
        detail = f"No ticks come through the broker: {UNTIMED}."
        yield Alarm("impaired", "ticks", detail, patient=True)
    elif facts.connected:
        yield from _deaf(facts)
    for each in facts.instances:
        if takes and each.state != "gone" and each.seen_s > LEFT_ALONE_S:
            detail = f"{each.name} is not running: its messages wait in the broker."
            yield Alarm("impaired", f"instance:{each.name}", detail)


def _deaf(facts: Facts) -> Iterator[Alarm]:
    """Ingests that read everything there is, and yet no tick."""
    for each in facts.instances:
        old = each.tick_age_s is None or each.tick_age_s > TICK_OLD_S
        if each.takes and old and not each.waiting:
            detail = f"{each.name} receives no ticks: {UNTIMED}."
            yield Alarm("impaired", f"ticks:{each.name}", detail, patient=True)
