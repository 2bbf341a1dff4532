"""A trial: ingest as a process under load, a fault, and the invariants at the end."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from fault_broker import dropped, queue_was_full
from fault_load import LEAST, Buffers, Load, Message, number_of
from fault_publisher import Publisher
from fault_server import Server
from ingest_process import process
from ingest_world import World, balanced

from isotherm.process.connections import GONE

HANG_S = 200.0
"""A limit for hanging tests, not a measure."""
_LOOK_S = 0.05
_MARK = "mark"
_HELD = "SELECT 1 FROM pg_locks WHERE relation = 'ledger_entry'::regclass AND NOT granted"
_NUMBERED = """
SELECT d.name AS device, c.name AS channel, r.value,
    (extract(epoch FROM r.measured_at) * 1000)::float8 AS at_ms
FROM reading r JOIN channel c ON c.id = r.channel_id JOIN device d ON d.id = c.device_id
WHERE r.value >= $1
"""


@dataclass(slots=True)
class Trial:
    """The parts of a test, and its figures."""

    world: World
    server: Server
    home: Path
    record: Callable[[str, object], None]
    """Receives the figures of the test, to be printed at the end."""
    published: int = 0
    """Readings in all messages, each counted once."""
    refused: int = 0
    """Those of them that must not become readings."""
    _marks: int = 0
    _began: float | None = None

    @asynccontextmanager
    async def ingest(
        self, instance: str = "test", **settings: Any
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run an ingest with its log beside the broker's; kill it at the end of the block."""
        with (self.home / f"ingest-{instance}.log").open("ab") as log:
            async with process(
                self.world, log=log.fileno(), instance=instance, **settings
            ) as child:
                yield child

    async def subscribed(self, *instances: str) -> None:
        """Let the instances subscribe once: from here on the broker keeps all messages for them."""
        for instance in instances or ("test",):
            async with self.world.ingest(instance=instance):
                pass

    @asynccontextmanager
    async def publishing(
        self, messages: Mapping[str, Sequence[Message]], readings: int, rate: float
    ) -> AsyncIterator[Publisher]:
        """Publish during the block, and finish before it is left."""
        self._began = self._began or time.monotonic()
        self.published += readings
        publisher = Publisher(self.world.broker, messages, rate)
        async with asyncio.TaskGroup() as group:
            group.create_task(publisher.run(), name="publisher")
            yield publisher
        assert publisher.acknowledged == sum(map(len, messages.values()))

    async def publish(
        self, messages: Mapping[str, Sequence[Message]], readings: int, rate: float
    ) -> Publisher:
        """Publish all messages."""
        async with self.publishing(messages, readings, rate) as publisher:
            return publisher

    async def reached(self, stored: int) -> None:
        """Wait for `number` committed readings, without marks; the server may be unavailable."""

        async def enough() -> bool:
            return (await self.world.ledger())["stored"] >= stored + self._marks

        await self.until(enough, f"{stored} readings")

    async def until(self, holds: Callable[[], Awaitable[object]], said: str) -> None:
        """Return once a condition on the database holds, which may be unavailable at times."""
        try:
            async with asyncio.timeout(HANG_S):
                while not await self._holds(holds):  # noqa: ASYNC110  another process sets no event
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError:
            raise AssertionError(f"never came: {said}; {await self.world.ledger()}") from None

    async def _holds(self, holds: Callable[[], Awaitable[object]]) -> object:
        try:
            return await holds()
        except GONE:
            self.world.sql.terminate()
        with suppress(GONE):
            self.world.sql = await self.another()
        return False

    @asynccontextmanager
    async def transactions_held_open(self) -> AsyncIterator[None]:
        """Keep batches from being committed within the block."""
        async with self.world.sql.transaction():
            await self.world.sql.execute("LOCK TABLE ledger_entry IN EXCLUSIVE MODE")
            yield

    async def in_its_transaction(self) -> None:
        """Wait until a batch waits for the lock."""
        await self.until(lambda: self.world.sql.fetchval(_HELD), "a batch in its transaction")

    async def another(self) -> asyncpg.Connection:
        """Return another connection of the superuser, to be closed by the caller."""
        return await asyncpg.connect(self.world.database.superuser)

    async def marked(self) -> None:
        """Publish a marker message and wait for it: everything published before has arrived."""
        self._marks += 1
        await self.world.send(str(self._marks), channel=_MARK)

        async def there() -> object:
            return await self.world.sql.fetchval(
                "SELECT 1 FROM reading r JOIN channel c ON c.id = r.channel_id"
                " WHERE c.name = $1 AND r.value = $2",
                *(_MARK, float(self._marks)),
            )

        await self.until(there, "the message after all others")

    async def verdict(self, *loads: Load | Buffers, readings: int | None = None) -> None:
        """Assert: published = readings, none twice, ledger and table balance, nothing dropped."""
        wanted = self.published - self.refused if readings is None else readings
        await self.reached(wanted)
        await self.marked()
        ledger = await self.world.ledger()
        self._say(ledger)
        assert balanced(ledger), ledger
        assert ledger["stored"] == await self.world.count() == wanted + self._marks
        assert ledger["rejected"] + ledger["undecodable"] == self.refused, ledger
        await self._each_once(loads)
        assert not queue_was_full(self.world.broker)
        assert await dropped(self.world.broker) == 0

    def _say(self, ledger: dict[str, int]) -> None:
        self.record("published", self.published)
        self.record("readings", ledger["stored"] - self._marks)
        self.record("duplicates", ledger["duplicate"])
        self.record("rejected", ledger["rejected"] + ledger["undecodable"])
        if self._began is not None:
            self.record("seconds", round(time.monotonic() - self._began, 1))

    async def _each_once(self, loads: Iterable[Load | Buffers]) -> None:
        """Assert that every number is stored once, in its channel, at its time if it has one."""
        stored: Counter[int] = Counter()
        astray: list[object] = []
        loads = tuple(loads)
        async with self.world.sql.transaction():
            async for device, channel, value, at_ms in self.world.sql.cursor(
                _NUMBERED, LEAST, prefetch=5_000
            ):
                number = number_of(value)
                stored[number] += 1
                load = next(
                    (candidate for candidate in loads if number in candidate.numbers()), None
                )
                if load is None or load.names(number) != (device, channel):
                    astray.append((number, device, channel))
                elif (at := load.at_ms(number)) is not None and at != at_ms:
                    astray.append((number, at, at_ms))
        missing = [n for load in loads for n in load.numbers() if n not in stored]
        doubled = [n for n, count in stored.items() if count > 1]
        assert not missing, f"{len(missing)} lost: {missing[:5]}…"
        assert not doubled, f"{len(doubled)} doubled: {doubled[:5]}…"
        assert not astray, f"{len(astray)} out of their place: {astray[:5]}…"


async def stopped(child: asyncio.subprocess.Process) -> None:
    """End an ingest by SIGTERM."""
    child.terminate()
    code = await child.wait()
    assert code == 0, f"exit code {code}"


async def killed(child: asyncio.subprocess.Process) -> None:
    """Kill an ingest."""
    assert child.returncode is None, "it ended by itself"
    child.kill()
    await child.wait()
