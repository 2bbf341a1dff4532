"""Values of all units, and of 32-bit floats, are stored without the noise of their conversion."""

import json
from datetime import timedelta

import numpy as np
from ingest_parts import sent_as
from ingest_world import World, noon

HALF_DEGREES = [halves / 2 for halves in range(-80, 161)]


async def test_half_degrees_are_stored_as_such_in_every_unit(world: World) -> None:
    """As messages of their own, which are placed in bulk, and as one array."""
    elements = [
        {"value": value, "unit": unit}
        for celsius in HALF_DEGREES
        for value, unit in [
            (sent_as(celsius, "F"), "F"),
            (sent_as(celsius, "K"), "K"),
            (float(np.float32(celsius + 0.1)) - 0.1, "C"),
        ]
    ]
    at = noon()
    for n, element in enumerate(elements):
        element["time"] = (at + timedelta(seconds=n)).isoformat()
    half = len(elements) // 2
    async with world.ingest():
        await world.send(*map(json.dumps, elements[:half]), json.dumps(elements[half:]))
        await world.counted(len(elements))
    rows = sorted(await world.readings(), key=lambda row: row["measured_at"])
    assert [row["value"] for row in rows] == np.repeat(HALF_DEGREES, 3).tolist()
