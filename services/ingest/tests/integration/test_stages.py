"""Faulty stages: a loss shows in the ledger, and a failing bulk path holds up nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

import numpy as np
import pytest
from ingest_parts import one_by_one
from ingest_world import World, balanced
from numpy.typing import NDArray

from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Decoded, Outcome, Refusal, Work
from isotherm_ingest.batch.rows import Columns, Plain
from isotherm_ingest.decode.careful import decode
from isotherm_ingest.decode.decoders import PlainElements
from isotherm_ingest.decode.plain import decode_plain
from isotherm_ingest.place.careful import Placed, place
from isotherm_ingest.place.plain import place_plain
from isotherm_ingest.place.registry import Registry
from isotherm_ingest.place.trails import Overlay
from isotherm_ingest.stages import Stages


def losing_decode(topic: str, payload: bytes) -> Outcome:
    """Decode, but lose element 13."""
    outcome = decode(topic, payload)
    assert isinstance(outcome, Decoded)
    outcome.elements = [element for element in outcome.elements if element.value != 13]
    return outcome


def losing_place(work: Work, registry: Registry, trails: Overlay) -> Placed:
    """Place, but lose row 13."""
    placed = place(work, registry, trails)
    placed.rows = [row for row in placed.rows if row.value != 13]
    return placed


def losing_decode_plain(payloads: Sequence[bytes]) -> PlainElements:
    """Decode in bulk, but lose message 13."""
    outcome, others = decode_plain(payloads)
    return outcome, [*others, *(n for n, value in enumerate(outcome) if value == 13)]


def losing_place_plain(plain: Plain, registry: Registry) -> tuple[Columns, NDArray[np.intp]]:
    """Place in bulk, but lose reading 13."""
    columns, careful = place_plain(plain, registry)
    return columns.taken(columns.value != 13), careful


@pytest.mark.parametrize(
    "stages",
    [
        Stages(decode=losing_decode, decode_plain=one_by_one),
        Stages(place=losing_place, decode_plain=one_by_one),
        Stages(decode=losing_decode, decode_plain=losing_decode_plain),
        Stages(place_plain=losing_place_plain),
    ],
)
async def test_a_lost_element_shows_in_the_ledger(world: World, stages: Stages) -> None:
    begin = datetime.now(UTC)
    async with world.ingest(stages=stages):
        await world.send("0")  # a channel nobody knows goes another way
        await world.counted(1)
        await world.send(*(str(n) for n in range(1, 20)))
        await world.counted(19)
    rows = await world.sql.fetch(
        "SELECT hour, sum(offered - stored - duplicate - rejected - ignored)::int AS missing,"
        " sum(received - decoded - undecodable)::int AS messages"
        " FROM ledger_entry GROUP BY hour ORDER BY hour"
    )
    assert sum(row["missing"] for row in rows) == 1
    assert {row["messages"] for row in rows} == {0}
    assert all((begin - row["hour"]).total_seconds() < 3600 for row in rows)


def failing(*_: Any) -> NoReturn:
    raise OverflowError("too large for a column")


@pytest.mark.parametrize("stages", [Stages(decode_plain=failing), Stages(place_plain=failing)])
async def test_messages_go_one_by_one_if_the_bulk_path_fails(world: World, stages: Stages) -> None:
    async with world.ingest(stages=stages):
        await world.send("1")
        await world.counted(1)
        await world.send("2", "3", "nothing")
        await world.counted(3)
        await world.counted(1, "reject")
    assert [row["value"] for row in await world.readings()] == [1, 2, 3]
    assert balanced(await world.ledger())


async def test_a_message_on_which_the_decoders_disagree_is_a_reject(world: World) -> None:
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
