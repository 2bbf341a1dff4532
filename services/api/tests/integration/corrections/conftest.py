"""A fridge whose readings are corrected."""

from typing import Any

import pytest_asyncio
from corrected import insert_fridge


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`."""
    sensor, _ = await insert_fridge(world)
    return sensor
