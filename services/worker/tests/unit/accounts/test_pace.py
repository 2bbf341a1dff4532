"""The broker is free at least as long as it was busy with a command."""

import asyncio

import pytest

from isotherm_worker.accounts.pace import Pace, page_after


class Time:
    """A clock that only moves when somebody sleeps or works."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        """Return the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Move the clock, and remember by how much."""
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


async def test_a_pause_is_as_long_as_the_command_before() -> None:
    time = Time()
    pace = Pace(time.clock, time.sleep)
    for took_s in (0.5, 2.0, 0.25):
        async with pace.command():
            time.now += took_s
    assert time.slept == [0.5, 2.0]


async def test_time_that_passed_anyway_counts() -> None:
    time = Time()
    pace = Pace(time.clock, time.sleep)
    async with pace.command():
        time.now += 2.0
    time.now += 1.5
    async with pace.command():
        pass
    assert time.slept == [0.5]


async def test_a_command_that_fails_is_paused_for_too() -> None:
    time = Time()
    pace = Pace(time.clock, time.sleep)

    async def fail() -> None:
        async with pace.command():
            time.now += 2.0
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with pace.command():
        pass
    assert time.slept == [2.0]


async def test_commands_at_once_take_turns() -> None:
    time, running = Time(), 0
    pace = Pace(time.clock, time.sleep)

    async def command() -> None:
        nonlocal running
        async with pace.command():
            running += 1
            assert running == 1
            await asyncio.sleep(0)
            time.now += 1.0
            running -= 1

    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(command())
    assert time.slept == [1.0] * 4


@pytest.mark.parametrize(
    ("size", "took_s", "following"),
    [(100, 0.01, 200), (400, 0.01, 500), (100, 0.05, 100), (100, 0.15, 50), (15, 0.2, 10)],
)
def test_pages_shrink_when_they_take_long(size: int, took_s: float, following: int) -> None:
    assert page_after(size, took_s) == following
