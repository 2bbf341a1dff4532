"""A site whose sensors are changed."""

from typing import Any

import pytest_asyncio


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Any) -> int:
    """A site with operator `otto`."""
    site = await world.site("s")
    await world.grant(site, "operator", username="otto")
    assert isinstance(site, int)
    return site
