"""The attacks: how much of each, and what an attacker holds before they begin."""

from collections.abc import Mapping

import pytest
import pytest_asyncio

from attack_sizes import FULL, SHORT, Sizes
from e2e_stack import Stack
from sign_in import token_of


@pytest.fixture(scope="session")
def traces() -> Mapping[str, str]:
    """Record no traces: a flood would write one for each request into the logs."""
    return {}


@pytest.fixture(scope="session")
def sizes(request: pytest.FixtureRequest) -> Sizes:
    """Return how much each attack does."""
    return FULL if request.config.getoption("--soak") else SHORT


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def vera(stack: Stack) -> str:
    """A token of a viewer of one site."""
    return await token_of(stack, "vera")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ada(stack: Stack) -> str:
    """A token of an admin."""
    return await token_of(stack, "ada")
