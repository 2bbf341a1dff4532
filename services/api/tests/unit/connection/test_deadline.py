"""A deadline passes once, for what has been awaited too long."""

import asyncio

from isotherm_api.connection.deadline import Deadline

HANG_S = 20
"""A hang limit, not a measure."""


class Expiry:
    """Counts the calls of a deadline, and awaits the first."""

    def __init__(self) -> None:
        self.calls = 0
        self.called = asyncio.Event()

    def __call__(self) -> None:
        self.calls += 1
        self.called.set()


async def passed(expiry: Expiry) -> None:
    """Return when the deadline has passed."""
    async with asyncio.timeout(HANG_S):
        await expiry.called.wait()


async def test_what_is_awaited_too_long_expires_once() -> None:
    expiry = Expiry()
    deadline = Deadline(expiry)
    deadline.set("head", 0)
    await passed(expiry)
    deadline.cancel()
    assert expiry.calls == 1


async def test_awaiting_the_same_again_does_not_move_the_deadline() -> None:
    expiry = Expiry()
    deadline = Deadline(expiry)
    deadline.set(("head", 1), 0)
    deadline.set(("head", 1), HANG_S * 10)
    await passed(expiry)


async def test_awaiting_something_else_starts_again() -> None:
    first, second = Expiry(), Expiry()
    deadline, later = Deadline(first), Deadline(second)
    deadline.set("head", 0)
    deadline.set("body", HANG_S * 10)
    later.set("head", 0)  # passes after the first would have
    await passed(second)
    assert first.calls == 0
    deadline.set("head", 0)
    await passed(first)


async def test_a_cancelled_deadline_does_not_pass() -> None:
    cancelled, ended, later = Expiry(), Expiry(), Expiry()
    for expiry, end in (
        (cancelled, Deadline.cancel),
        (ended, lambda deadline: deadline.set(None, 0)),
    ):
        deadline = Deadline(expiry)
        deadline.set("head", 0)
        end(deadline)
    Deadline(later).set("head", 0)
    await passed(later)
    assert (cancelled.calls, ended.calls) == (0, 0)


async def test_the_same_may_be_awaited_again_after_it_expired() -> None:
    expiry = Expiry()
    deadline = Deadline(expiry)
    deadline.set("head", 0)
    await passed(expiry)
    expiry.called.clear()
    deadline.set("head", 0)
    await passed(expiry)
    assert expiry.calls == 2
