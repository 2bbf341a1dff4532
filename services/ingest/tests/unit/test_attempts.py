"""Attempts: an act is repeated until it succeeds, or until a stop has waited long enough."""

import asyncio
import logging
from typing import Any

import pytest
from asyncpg import DeadlockDetectedError

from isotherm.process.background import FAILURES, Job
from isotherm.process.connections import Link
from isotherm_ingest.attempts import Attempts
from isotherm_ingest.store.readings import VanishedError
from isotherm_ingest.store.store import UndecidedError


class CountingLink(Link):
    """A link that is never opened; counts how often it is dropped."""

    def __init__(self) -> None:
        super().__init__("postgresql://nowhere", "test")
        self.drops = 0

    def drop(self) -> None:
        self.drops += 1


class Act:
    """Raises the given errors, one per call, and then returns."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    async def __call__(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "stored"


def attempts(link: Link, *, stopping: bool = False, **changes: Any) -> Attempts:
    event = asyncio.Event()
    if stopping:
        event.set()
    return Attempts(link, event, **changes)


@pytest.mark.parametrize("error", [VanishedError(), UndecidedError()])
async def test_after_a_transient_error_the_connection_is_kept(error: Exception) -> None:
    link, job = CountingLink(), Job("test")
    assert await attempts(link, job=job).until_done(Act(error)) == "stored"
    assert link.drops == 0
    assert job.ok


@pytest.mark.parametrize("error", [VanishedError(), UndecidedError(), DeadlockDetectedError("")])
async def test_transient_errors_that_do_not_end_show_in_health(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    link, job, seen = CountingLink(), Job("transient"), list[bool]()
    before = FAILURES.labels("transient")._value.get()
    act = Act(error, error, error)

    async def look() -> str:
        seen.append(job.ok)
        return await act()

    assert await attempts(link, job=job).until_done(look) == "stored"
    assert seen == [True, True, True, False]
    assert FAILURES.labels("transient")._value.get() == before + 1
    assert link.drops == 0
    assert job.ok
    [outage] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert type(error).__name__ in vars(outage)["why"]
    assert not outage.exc_info


async def test_transient_errors_of_different_acts_are_no_outage() -> None:
    job = Job("acts")
    several = attempts(CountingLink(), job=job)
    for _ in range(3):
        act = Act(UndecidedError(), UndecidedError())
        assert await several.until_done(act) == "stored"
        assert job.ok
    assert FAILURES.labels("acts")._value.get() == 0


@pytest.mark.parametrize("error", [OSError("away"), ZeroDivisionError()])
async def test_after_any_other_error_the_connection_is_opened_again(error: Exception) -> None:
    link, job = CountingLink(), Job("test")
    act = Act(error, error)
    assert await attempts(link, job=job).until_done(act) == "stored"
    assert link.drops == 2
    assert job.ok


async def test_a_stop_ends_the_attempts_once_its_grace_is_over() -> None:
    act = Act(*(OSError() for _ in range(9)))
    job = Job("test")
    result = await attempts(CountingLink(), stopping=True, stop_grace_s=0, job=job).until_done(act)
    assert result is None
    assert len(act.errors) == 8
    assert not job.ok


async def test_a_stop_does_not_hold_up_an_act_that_succeeds() -> None:
    stopped = attempts(CountingLink(), stopping=True, stop_grace_s=0)
    assert await stopped.until_done(Act()) == "stored"


async def test_an_attempt_that_lasts_too_long_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isotherm_ingest.attempts._WITHIN_S", -1.0)
    job = Job("test")

    async def look() -> bool:
        return job.ok

    assert await attempts(CountingLink(), job=job).until_done(look) is False
    assert job.ok
