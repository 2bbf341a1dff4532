"""Waits: the stop ends all of them, the rate limit spreads turns, the back-off grows."""

import asyncio

import pytest

from isotherm_devstack.simulate.pace import Pacer, Stop, following, new_backoff


async def test_a_wait_ends_at_the_stop() -> None:
    stop = Stop()
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(stop.within(3_600.0))
        await asyncio.sleep(0)
        stop.set()
    assert waiting.result() is True


async def test_a_wait_ends_by_itself() -> None:
    assert await Stop().within(0.001) is False
    assert await Stop().within(-5) is False


async def test_without_a_limit_turns_are_immediate_until_the_stop() -> None:
    stop = Stop()
    pacer = Pacer(None, stop)
    assert await pacer.turn() is True
    stop.set()
    assert await pacer.turn() is False


async def test_a_limit_spreads_turns() -> None:
    loop = asyncio.get_running_loop()
    pacer, began = Pacer(200.0, Stop()), loop.time()
    for _ in range(11):
        assert await pacer.turn()
    assert loop.time() - began >= 10 / 200.0 - 0.01


async def test_the_stop_ends_the_wait_for_a_turn() -> None:
    stop = Stop()
    pacer = Pacer(0.001, stop)
    await pacer.turn()
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        turn = tasks.create_task(pacer.turn())
        await asyncio.sleep(0)
        stop.set()
    assert turn.result() is False


def test_a_backoff_grows_to_its_longest_and_begins_again() -> None:
    backoff = new_backoff()
    waits = [backoff.next_s() for _ in range(8)]
    for wait, middle in zip(waits, [0.25, 0.5, 1, 2, 4, 8, 10, 10], strict=True):
        assert 0.5 * middle <= wait <= 1.5 * middle
    backoff.reset()
    assert backoff.next_s() <= 0.375


@pytest.mark.parametrize(
    ("now", "due", "missed"),
    [
        (1_050, 1_200, False),  # in time
        (1_400, 1_200, False),  # late by one step: still sent
        (1_401, 1_400, True),
        (9_999, 9_800, True),
    ],
)
def test_a_reading_late_by_more_than_a_step_is_missed(now: int, due: int, missed: bool) -> None:
    assert following(1_000, 200, now) == (due, missed)
