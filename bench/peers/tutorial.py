"""The loop that tutorials show: for each message pydantic, one INSERT and its commit."""

import asyncio

import aiomqtt
import asyncpg

from bench.peers import wish
from bench.peers.reading import Reading

_INSERT = "INSERT INTO peer_reading (topic, measured_at, value) VALUES ($1, $2, $3)"


async def main() -> None:
    """Subscribe and store; print `stored` when all messages are stored."""
    database = await asyncpg.connect(wish.DSN)
    async with aiomqtt.Client(
        wish.HOST, wish.PORT, username=wish.USERNAME, password=wish.PASSWORD
    ) as client:
        await client.subscribe(wish.READINGS_FILTER, qos=1)
        wish.say("subscribed")
        stored = 0
        async for message in client.messages:
            reading = Reading.model_validate_json(message.payload)
            await database.execute(_INSERT, message.topic.value, reading.time, reading.value)
            stored += 1
            if stored == wish.MESSAGES:
                wish.say("stored")


asyncio.run(main())
