"""Waiting for an event ends when it is set, or after a time."""

import asyncio

from isotherm_api.hub.waiting import wait_set

HANG_S = 20
"""A hang limit, not a measure."""


async def test_an_event_that_is_set_is_not_waited_for() -> None:
    event = asyncio.Event()
    event.set()
    assert await wait_set(event, 0)
    assert await wait_set(event, HANG_S)


async def test_waiting_ends_when_the_event_is_set() -> None:
    event = asyncio.Event()
    async with asyncio.timeout(HANG_S), asyncio.TaskGroup() as group:
        waiting = group.create_task(wait_set(event, HANG_S * 10), name="waiting")
        await asyncio.sleep(0)
        assert not waiting.done()
        event.set()
    assert waiting.result()


async def test_waiting_ends_after_the_time_and_leaves_the_event_unset() -> None:
    event = asyncio.Event()
    assert not await wait_set(event, 0.01)
    assert not event.is_set()


async def test_a_timeout_around_it_is_not_taken_for_its_own() -> None:
    try:
        async with asyncio.timeout(0.01):
            await wait_set(asyncio.Event(), HANG_S)
    except TimeoutError:
        return
    raise AssertionError("the outer timeout was swallowed")
