"""Devices that send local times around a change of the clocks, and a store that only keeps keys."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ingest_parts import NAMES, message

from isotherm.instants import DAY, MILLISECOND, SECOND, Micros, to_datetime, to_micros
from isotherm.quality import Quality
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Decoded, Element, Work
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.place.place_batch import PlacedBatch, place_batch
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.place.trails import Trails

CHANNEL = 7


@dataclass(slots=True, frozen=True)
class Change:
    """A change of the clocks of a zone."""

    zone: ZoneInfo
    at: Micros
    """When the clocks were changed."""
    overlap: Micros
    """How far they were set back; negative if they were set forward."""

    def wall(self, at: Micros) -> Micros:
        """Return what the wall clock showed, as µs since 1970."""
        return to_micros(to_datetime(at).astimezone(self.zone).replace(tzinfo=UTC))


def _change(zone: str, at: datetime, minutes: int) -> Change:
    return Change(ZoneInfo(zone), to_micros(at), minutes * 60 * SECOND)


BACK = (
    _change("Europe/Vienna", datetime(2025, 10, 26, 1, tzinfo=UTC), 60),
    _change("Australia/Lord_Howe", datetime(2025, 4, 5, 15, tzinfo=UTC), 30),
    _change("America/Sao_Paulo", datetime(2018, 2, 18, 2, tzinfo=UTC), 60),
)
FORWARD = (
    _change("Europe/Vienna", datetime(2025, 3, 30, 1, tzinfo=UTC), -60),
    _change("Australia/Lord_Howe", datetime(2025, 10, 4, 15, 30, tzinfo=UTC), -30),
    _change("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC), -60),
)


@dataclass(slots=True, frozen=True)
class Reading:
    """A true reading."""

    at: Micros
    value: float


@dataclass(slots=True)
class Sending:
    """One message: its readings in order, and when it was published."""

    readings: Sequence[Reading]
    published: Micros


def work(sending: Sending, change: Change, origin: int = 0) -> Work:
    """Return the message as decoded, with local times."""
    elements = [
        Element(reading.value, local=change.wall(reading.at), index=n)
        for n, reading in enumerate(sending.readings)
    ]
    sent = message(received_at=sending.published)
    return Work(
        sent, Decoded(*NAMES, elements, [], len(elements)), sending.published, False, origin
    )


@dataclass(slots=True)
class KeyStore:
    """A store that handles rows one by one in the order of arrival."""

    kept: dict[Micros, Row] = field(default_factory=dict)
    duplicates: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)

    def commit(self, placed: PlacedBatch) -> None:
        rows = (*placed.rows, *placed.followers, *placed.undecided)
        for row in sorted(rows, key=lambda row: (row.origin, row.index)):
            self._put(row)

    def _put(self, row: Row) -> None:
        at = row.measured_at
        known = row.twice is not None and any(self._holds(instant, row) for instant in row.twice)
        if row.undecided and not known:
            while at in self.kept:
                at += 1
            row.measured_at = at
        if not row.undecided and at not in self.kept:
            self.kept[at] = row
        elif known or (at in self.kept and self.kept[at].value == row.value):
            self.duplicates.append(row)
        elif row.undecided:
            self.kept[at] = row
        else:
            self.conflicts.append(row)

    def _holds(self, at: Micros, row: Row) -> bool:
        within = (instant for instant in self.kept if at <= instant < at + MILLISECOND)
        return any(self.kept[instant].value == row.value for instant in within)

    @property
    def certain(self) -> dict[Micros, float | None]:
        """Values by instant, of readings that count."""
        rows = self.kept.items()
        return {at: row.value for at, row in rows if not row.quality & Quality.TIME_UNSURE}

    @property
    def unsure(self) -> list[float | None]:
        rows = self.kept.values()
        return [row.value for row in rows if row.quality & Quality.TIME_UNSURE]


@dataclass(slots=True)
class Instance:
    """One ingest with its trails."""

    change: Change
    alone: bool
    store: KeyStore
    trails: Trails = field(default_factory=Trails)
    refused: int = 0

    version: int = 1
    channel_id: int = CHANNEL

    def place(self, sendings: Iterable[Sending]) -> PlacedBatch:
        """Place a batch twice, as if the first commit had failed."""
        channel = Channel(self.channel_id, zone=self.change.zone)
        registry = Registry.of(self.version, {NAMES: channel})
        registry.horizon = self.change.at - DAY
        batch = Batch(
            1, works=[work(sending, self.change, n) for n, sending in enumerate(sendings)]
        )
        place_batch(batch, registry, self.trails.overlay(alone=self.alone))
        return place_batch(batch, registry, self.trails.overlay(alone=self.alone))

    def take(self, sendings: Iterable[Sending]) -> PlacedBatch:
        """Place a batch and commit it."""
        placed = self.place(sendings)
        self.refused += len(placed.refused)
        self.store.commit(placed)
        self.trails.committed(placed.trails)
        return placed


def batches(sendings: Sequence[Sending], cuts: Iterable[int]) -> Iterator[Sequence[Sending]]:
    """Yield the messages cut into batches before these indices."""
    ends = sorted({cut for cut in cuts if 0 < cut < len(sendings)})
    for since, until in zip([0, *ends], [*ends, len(sendings)], strict=True):
        yield sendings[since:until]
