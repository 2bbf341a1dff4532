"""A wait tells its reason once, when it changes, and every 30 seconds."""

import pytest

from isotherm.waiting.progress import Progress, WaitTimeoutError


def _silent(_line: str) -> None:
    pass


class Clock:
    """Seconds that pass when the test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_reason_is_told_once_until_it_changes_or_half_a_minute_has_passed() -> None:
    said: list[str] = []
    clock = Clock()
    progress = Progress("the schema", said.append, clock=clock)
    for now, reason in ((100, "a"), (101, "a"), (102, "b"), (131, "b"), (132, "b")):
        clock.now = now
        progress.waiting(reason)
    assert said == [
        "waiting for the schema: a",
        "waiting for the schema: b (2 s)",
        "waiting for the schema: b (32 s)",
    ]


def test_after_the_timeout_the_last_reason_is_raised() -> None:
    clock = Clock()
    progress = Progress("the database", _silent, timeout_s=5, clock=clock)
    progress.waiting("a")
    clock.now += 5
    with pytest.raises(WaitTimeoutError, match="gave up waiting for the database after 5 s: b"):
        progress.waiting("b")


def test_a_first_try_that_took_longer_than_the_timeout_is_told_all_the_same() -> None:
    said: list[str] = []
    clock = Clock()
    progress = Progress("the database", said.append, timeout_s=5, clock=clock)
    clock.now += 6
    with pytest.raises(WaitTimeoutError, match="after 6 s: a"):
        progress.waiting("a")
    assert said == ["waiting for the database: a (6 s)"]


def test_without_a_timeout_it_waits_for_ever() -> None:
    clock = Clock()
    progress = Progress("the database", _silent, clock=clock)
    clock.now += 1e9
    progress.waiting("a")
