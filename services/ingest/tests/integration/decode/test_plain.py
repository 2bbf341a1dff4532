"""Whatever fails where messages are taken by the thousand, they go one by one instead."""

from typing import Any, NoReturn

import pytest
from ingest_world import World, balanced

from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Outcome, Refusal
from isotherm_ingest.batch.rows import Columns, Plain
from isotherm_ingest.decode.careful import decode
from isotherm_ingest.place.plain import place_plain
from isotherm_ingest.place.registry import Registry
from isotherm_ingest.stages import Stages


def failing(*_: Any) -> NoReturn:
    raise OverflowError("too large for a column")


@pytest.mark.parametrize("stages", [Stages(decode_plain=failing), Stages(place_plain=failing)])
async def test_what_cannot_be_told_in_columns_goes_one_by_one(world: World, stages: Stages) -> None:
    async with world.ingest(stages=stages):
        await world.send("1")
        await world.counted(1)
        await world.send("2", "3", "nothing")
        await world.counted(3)
        await world.counted(1, "reject")
    assert [row["value"] for row in await world.readings()] == [1, 2, 3]
    assert balanced(await world.ledger())


async def test_a_message_both_ways_see_otherwise_is_a_reject(world: World) -> None:
    times = 0

    def forgetful(topic: str, payload: bytes) -> Outcome:
        nonlocal times
        times += payload == b"13"
        return Refusal(Reason.NOT_JSON, "forgotten") if payload == b"13" else decode(topic, payload)

    def doubting(plain: Plain, registry: Registry) -> tuple[Columns, Any]:
        columns, careful = place_plain(plain, registry)
        unlucky = columns.value == 13
        return columns.taken(~unlucky), [*careful, *columns.origin[unlucky] * 0]

    async with world.ingest(stages=Stages(decode=forgetful, place_plain=doubting)):
        await world.send("1")
        await world.counted(1)
        await world.send("13")
        await world.counted(1, "reject")
        await world.send("2")
        await world.counted(2)
    assert times == 1
    assert balanced(await world.ledger())
