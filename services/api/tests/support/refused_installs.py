"""Installs of a proposal that are refused: what holds of each of them."""

from typing import Any


async def assert_refused(api: Any, world: Any, body: dict[str, Any], field: str) -> None:
    """Install a new proposal with a body; assert that the answer names the field, nothing more."""
    await world.propose("probe", await world.site("s"))
    answer = await api.install_proposal(body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert len(answer.content) < 2000
    assert await world.connection.fetchval("SELECT count(*) FROM sensor") == 0
