"""A Prometheus for tests answers queries during its block, and refuses what it cannot parse."""

from pathlib import Path

import httpx
import pytest

from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.prometheus import Prometheus
from isotherm_devstack.testing.prometheus import started


async def test_it_answers_queries_until_the_block_ends(tmp_path: Path) -> None:
    server = Prometheus(tmp_path / "home", free_port(), tmp_path / "log", {}, interval_s=1)
    async with started(server) as answers:
        (series,) = await answers.query("vector(3)")
        assert series["value"][1] == "3"
        assert await answers.query("absent_total") == []
        assert await answers.get("query_exemplars", query="absent", start="0", end="1") == []
        with pytest.raises(httpx.HTTPStatusError, match="400"):
            await answers.query("absent_total(")
    assert not await server.is_ready()
