"""What falls out between two stages shows in the ledger of that hour, as a difference of one."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from ingest_world import World

from isotherm_ingest.decode import decode
from isotherm_ingest.elements import Decoded, Outcome
from isotherm_ingest.pipeline import Stages
from isotherm_ingest.place import Placed, Work, place
from isotherm_ingest.registry import Registry


def losing_decode(topic: str, payload: bytes) -> Outcome:
    """Loses the element 13 on the way out of decode."""
    found = decode(topic, payload)
    assert isinstance(found, Decoded)
    found.elements = [each for each in found.elements if each.value != 13]
    return found


def losing_place(work: Work, registry: Registry, newest: Mapping[int, int]) -> Placed:
    """Loses the row 13 on the way out of place."""
    placed = place(work, registry, newest)
    placed.rows = [row for row in placed.rows if row.value != 13]
    return placed


@pytest.mark.parametrize("stages", [Stages(decode=losing_decode), Stages(place=losing_place)])
async def test_one_lost_element_is_seen(world: World, stages: Stages) -> None:
    begin = datetime.now(UTC)
    async with world.ingest(stages=stages):
        await world.send(*(str(n) for n in range(20)))
        await world.counted(19)
    rows = await world.sql.fetch(
        "SELECT hour, sum(offered - stored - duplicate - rejected - ignored)::int AS missing,"
        " sum(received - decoded - undecodable)::int AS messages"
        " FROM ledger_entry GROUP BY hour ORDER BY hour"
    )
    assert sum(row["missing"] for row in rows) == 1
    assert {row["messages"] for row in rows} == {0}
    assert all((begin - row["hour"]).total_seconds() < 3600 for row in rows)
