"""aiomqtt with batches: one task receives and validates, another stores batches with COPY."""

import asyncio
from datetime import datetime

import aiomqtt
import asyncpg

from bench.peers import wish
from bench.peers.reading import Reading

_EVERY_S = 0.05
_COLUMNS = ("topic", "measured_at", "value")


class Rows:
    """Received rows that are not stored yet."""

    def __init__(self) -> None:
        self._pending: list[tuple[str, datetime, float]] = []

    async def take(self, client: aiomqtt.Client) -> None:
        """Validate each message; aiomqtt has already acknowledged it."""
        async for message in client.messages:
            reading = Reading.model_validate_json(message.payload)
            self._pending.append((message.topic.value, reading.time, reading.value))

    async def store(self, database: asyncpg.Connection) -> None:
        """Store pending rows every 50 ms; print `stored` when all are stored."""
        stored = 0
        while True:
            await asyncio.sleep(_EVERY_S)
            batch, self._pending = self._pending, []
            if batch:
                await database.copy_records_to_table(
                    "peer_reading", records=batch, columns=_COLUMNS
                )
                stored += len(batch)
                if stored == wish.MESSAGES:
                    wish.say("stored")


async def main() -> None:
    """Subscribe, and store until the process is ended."""
    rows, database = Rows(), await asyncpg.connect(wish.DSN)
    async with (
        aiomqtt.Client(
            wish.HOST, wish.PORT, username=wish.USERNAME, password=wish.PASSWORD
        ) as client,
        asyncio.TaskGroup() as group,
    ):
        await client.subscribe(wish.READINGS_FILTER, qos=1)
        wish.say("subscribed")
        group.create_task(rows.take(client), name="take")
        group.create_task(rows.store(database), name="store")


asyncio.run(main())
