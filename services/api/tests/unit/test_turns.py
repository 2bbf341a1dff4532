"""Turns: a user's requests wait for each other, and not for those of others."""

import asyncio

import pytest

from isotherm_api.turns import Turns

PATIENCE_S = 30


async def test_a_user_has_a_few_turns_at_once_and_others_have_theirs() -> None:
    turns = Turns(2)
    ends = [await turns.begin("ada", PATIENCE_S) for _ in range(2)]
    with pytest.raises(TimeoutError):
        await turns.begin("ada", 0)
    (await turns.begin("vera", 0))()
    ends[0]()
    await turns.begin("ada", 0)


async def test_turns_come_in_order() -> None:
    turns, order = Turns(1), []

    async def ask(number: int) -> None:
        end = await turns.begin("ada", PATIENCE_S)
        order.append(number)
        await asyncio.sleep(0)
        end()

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(ask(number), name=f"ask-{number}")
    assert order == list(range(5))


async def test_a_turn_ends_once_and_leaves_nothing_behind() -> None:
    turns = Turns(1)
    first = await turns.begin("ada", 0)
    first()
    second = await turns.begin("ada", 0)
    first()
    with pytest.raises(TimeoutError):
        await turns.begin("ada", 0)
    second()
    assert not turns._users
    assert not turns._requests


async def test_who_gives_up_leaves_nothing_behind() -> None:
    turns = Turns(1)
    end = await turns.begin("ada", 0)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(turns.begin("ada", PATIENCE_S), name="waiting")
        await asyncio.sleep(0)
        waiting.cancel()
    end()
    assert not turns._users
    assert not turns._requests
