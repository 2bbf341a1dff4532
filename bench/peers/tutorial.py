"""The loop that tutorials show: a message, json, an INSERT and its commit; then the next."""

import asyncio
import json
import os
from datetime import UTC, datetime

import aiomqtt
import asyncpg

INSERT = "INSERT INTO tutorial (topic, measured_at, value) VALUES ($1, $2, $3)"


async def main() -> None:
    """Subscribes and stores until it is ended."""
    database = await asyncpg.connect(os.environ["DSN"])
    await database.execute(
        "CREATE TABLE IF NOT EXISTS tutorial (topic text, measured_at timestamptz, value float8)"
    )
    async with aiomqtt.Client(
        "127.0.0.1",
        int(os.environ["MQTT_PORT"]),
        username=os.environ["MQTT_USERNAME"],
        password=os.environ["MQTT_PASSWORD"],
    ) as client:
        await client.subscribe("$share/isotherm/sensors/#", qos=1)
        async for message in client.messages:
            reading = json.loads(bytes(message.payload))  # type: ignore[arg-type]  # bytes here
            at = datetime.fromtimestamp(reading["time"] / 1000, UTC)
            await database.execute(INSERT, str(message.topic), at, float(reading["value"]))


asyncio.run(main())
