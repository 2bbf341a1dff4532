"""Play the cases of tests/corpus to one ingest, in the order of their instants."""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from ingest_world import HANG_S, World

from corpus_cases import Case, Sent
from corpus_expected import Reject, to_reading
from corpus_narrator import Narrator, Publish, narrating
from corpus_outcome import Outcome
from isotherm.instants import to_ms
from isotherm.names import LONGEST_TOPIC

_COUNTS = ("received", "duplicate", "ignored")
_BEFORE = timedelta(minutes=1)
_CHANNELS = """
WITH made AS (
    INSERT INTO device (name, time_zone, state) VALUES ($1, $2, 'known') RETURNING id
)
INSERT INTO channel
    (device_id, name, unit, fault_list, fault_values, plausible_low, plausible_high)
SELECT made.id, channel, $4, $5, $6, $7, $8 FROM made, unnest($3::text[]) AS channel
"""
_NOTIFY = """
CREATE FUNCTION notify_corpus() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_notify('corpus', row_to_json(NEW)::text);
    RETURN NULL;
END $$;
CREATE TRIGGER corpus AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION notify_corpus();
"""

Due = list[tuple[str, Sent]]
"""Messages with their devices, in the order of publishing."""


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is set."""

    instant: datetime

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant


@dataclass(slots=True)
class Committed:
    """The ledger's counts so far, as its entries are committed."""

    counts: Counter[str] = field(default_factory=Counter)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, *notification: object) -> None:
        """Add an entry from PostgreSQL's notification."""
        entry = json.loads(str(notification[-1]))
        self.counts.update({name: entry[name] for name in _COUNTS})
        self._news.set()

    async def received(self, number: int) -> None:
        """Wait until so many messages are committed."""
        async with asyncio.timeout(HANG_S):
            while self.counts["received"] < number:
                self._news.clear()
                await self._news.wait()


@dataclass(slots=True)
class Player:
    """Publishes for the devices of the cases, and reads what was stored and refused."""

    world: World
    alone: Mapping[str, Case]
    """By device, in the order in which they are played: each in batches of its own."""
    together: Mapping[str, Case]
    """By device: all messages of an instant in one batch."""
    outcomes: dict[str, Outcome] = field(default_factory=lambda: defaultdict(Outcome))
    ledger: dict[str, int] = field(default_factory=dict)
    """The sums of the whole ledger at the end."""
    _committed: Committed = field(default_factory=Committed)
    _sent: int = 0

    @property
    def cases(self) -> Mapping[str, Case]:
        """All cases by device."""
        return {**self.alone, **self.together}

    async def play(self) -> None:
        """Send what is due at each instant, and read what is stored in the end."""
        instants = sorted({message.at for case in self.cases.values() for message in case.sent})
        clock = Clock(instants[0] - _BEFORE)
        await self._prepare()
        async with narrating(self.world.broker) as narrator:
            self._publish(narrator, self._retained())
            async with self.world.ingest(clock=clock, linger_ms=0):
                await self._committed.received(self._sent)
                for instant in instants:
                    clock.instant = instant
                    narrator.tick(to_ms(instant))
                    await self._one_by_one(narrator, _due(self.alone, instant))
                    self._publish(narrator, _due(self.together, instant))
                    await self._committed.received(self._sent)
        await self._read()

    async def _prepare(self) -> None:
        sql = self.world.sql
        for device, case in self.cases.items():
            channels = list(case.channels)
            await sql.execute(
                _CHANNELS, device, case.zone, channels, case.unit, case.fault_list,
                case.fault_values, *(case.plausible or (None, None)),
            )  # fmt: skip
        await sql.execute(_NOTIFY)
        await sql.add_listener("corpus", self._committed.add)

    def _retained(self) -> Due:
        """Return what is retained before ingest subscribes."""
        cases = self.cases.items()
        return [
            (device, message) for device, case in cases for message in case.sent if message.again
        ]

    async def _one_by_one(self, narrator: Narrator, due: Due) -> None:
        for device, messages in groupby(due, lambda pair: pair[0]):
            before = self._committed.counts.copy()
            self._publish(narrator, list(messages))
            await self._committed.received(self._sent)
            outcome = self.outcomes[device]
            outcome.counts = (outcome.counts or Counter()) + (self._committed.counts - before)

    def _publish(self, narrator: Narrator, due: Due) -> None:
        narrator.publish(
            Publish(_topic(device, message), message.payload, message.qos, message.retained)
            for device, message in due
        )
        self._sent += len(due)

    async def _read(self) -> None:
        """Read what is stored."""
        self.ledger = await self.world.ledger()
        for row in await self.world.readings():
            at, value = row["measured_at"], row["value"]
            reading = to_reading(row["channel"], at, value, row["quality"])
            self.outcomes[row["device"]].readings.append(reading)
        devices = {
            _topic(device, message)[:LONGEST_TOPIC]: device
            for device, case in self.cases.items()
            for message in case.sent
        }
        for row in await self.world.rejects():
            device = devices[row["topic"][:LONGEST_TOPIC]]
            self.outcomes[device].rejects.append(Reject(row["reason"], row["detail"]))
        for row in await self.world.sql.fetch("SELECT * FROM device"):
            outcome = self.outcomes[row["name"]]
            outcome.connection = row["connection"]
            outcome.skew_s = (row["clock_skew_ms"] or 0) / 1000


def _topic(device: str, sent: Sent) -> str:
    return sent.topic.replace("{device}", device)


def _due(cases: Mapping[str, Case], instant: datetime) -> Due:
    """Return what is published at an instant."""
    due = [(device, message) for device, case in cases.items() for message in case.sent]
    return [
        (device, message) for device, message in due if message.at == instant and not message.again
    ]
