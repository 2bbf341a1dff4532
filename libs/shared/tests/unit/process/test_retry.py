"""A background job goes on after any error, with growing waits, and health shows how it is."""

import asyncio
import logging

import asyncpg
import pytest

from isotherm.process.background import FAILURES, Background
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff, Recovery, keep

log = logging.getLogger("test.retry")


class Script:
    """A step that raises what its list says, then sets `over` and waits for ever."""

    def __init__(self, *outcomes: BaseException | None) -> None:
        self._outcomes = list(outcomes)
        self.over = asyncio.Event()

    async def __call__(self) -> None:
        """Raise the next outcome, or return if it is None."""
        if not self._outcomes:
            self.over.set()
            await asyncio.Event().wait()
        outcome = self._outcomes.pop(0)
        if outcome is not None:
            raise outcome


def recovery(background: Background, name: str = "job") -> Recovery:
    """Return the recovery of a job that waits for microseconds."""
    outage = Outage(log, "job failed, trying again", "job works again")
    return Recovery(outage, background.job(name), backoff=Backoff(1e-6, 1e-6))


async def run(step: Script, of: Recovery) -> None:
    """Keep a step going until its script is over."""
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        task = group.create_task(keep(step, of), name="job")
        await step.over.wait()
        task.cancel()


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        asyncpg.QueryCanceledError("canceling statement due to statement timeout"),
        asyncpg.UndefinedTableError("no such table"),
        RuntimeError("a defect"),
        ExceptionGroup("both", [OSError(), KeyError("x")]),
        asyncio.CancelledError("of a future that somebody else cancelled"),
    ],
)
async def test_no_error_ends_it(error: BaseException) -> None:
    background = Background()
    before = FAILURES.labels("ends")._value.get()
    await run(Script(error, None, error), recovery(background, "ends"))
    assert FAILURES.labels("ends")._value.get() == before + 2
    assert background.document()["status"] == "degraded"


async def test_health_shows_a_step_that_lasts_longer_than_it_said() -> None:
    background, begun = Background(), asyncio.Event()

    async def hang() -> None:
        begun.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        unbounded = keep(hang, recovery(background, "unbounded"))
        bounded = keep(hang, recovery(background, "bounded"), within_s=-1)
        tasks = [group.create_task(unbounded), group.create_task(bounded)]
        await begun.wait()
        await asyncio.sleep(0)
        jobs = background.document()["jobs"]
        for task in tasks:
            task.cancel()
    assert jobs["unbounded"] == {"ok": True}
    assert jobs["bounded"]["why"] == "has not ended for 0 s"


async def test_health_shows_a_failing_job_until_it_succeeds() -> None:
    background = Background()
    of = recovery(background)
    background.job("other")
    await run(Script(None, RuntimeError("the password is hunter2")), of)
    document = background.document()
    assert document["status"] == "degraded"
    assert document["jobs"]["other"] == {"ok": True}
    assert document["jobs"]["job"]["ok"] is False
    assert document["jobs"]["job"]["why"] == "RuntimeError"
    assert "hunter2" not in str(document)
    of.succeeded()
    assert background.document() == {
        "status": "ok", "jobs": {"job": {"ok": True}, "other": {"ok": True}}
    }  # fmt: skip


async def test_failures_are_forgotten_in_silence_if_another_process_does_the_work(
    caplog: pytest.LogCaptureFixture,
) -> None:
    background = Background()
    of = Recovery(Outage(log, "failed", "works"), background.job("job"), backoff=Backoff(1.0, 64.0))
    with caplog.at_level(logging.INFO):
        for _ in range(6):
            of.failed(OSError("away"))
        of.left_to_another()
        assert background.document()["status"] == "ok"
        assert of.failed(OSError("away")) <= 1.5, "waits are short again"
    assert [record.message for record in caplog.records] == ["failed", "failed"]


async def test_an_outage_is_logged_without_and_a_defect_with_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        await run(Script(OSError("away"), None, RuntimeError("defect")), recovery(Background()))
    told = [(record.message, record.exc_info is not None) for record in caplog.records]
    assert told == [
        ("job failed, trying again", False),
        ("job works again", False),
        ("job failed, trying again", True),
    ]


async def test_a_defect_during_an_outage_is_logged_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    errors = (OSError("away"), KeyError("defect"), KeyError("defect"), OSError("away"))
    with caplog.at_level(logging.INFO):
        await run(Script(*errors), recovery(Background()))
    assert [bool(record.exc_info) for record in caplog.records] == [False, True]


async def test_a_cancellation_ends_it() -> None:
    step = Script()
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        task = group.create_task(keep(step, recovery(Background())), name="job")
        await step.over.wait()
        task.cancel()
    assert task.cancelled()


@pytest.mark.parametrize("ends", [None, RuntimeError("at the same moment")])
async def test_a_cancellation_that_a_step_swallows_ends_it_all_the_same(
    ends: Exception | None,
) -> None:
    waiting = asyncio.Event()

    async def step() -> None:
        waiting.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:  # as asyncio.wait_for does before Python 3.12
            if ends is not None:
                raise ends from None

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        task = group.create_task(keep(step, recovery(Background())), name="job")
        await waiting.wait()
        task.cancel()
    assert task.cancelled()


def test_waits_double_up_to_the_longest_and_begin_again() -> None:
    backoff = Backoff(1.0, 4.0)
    waits = [backoff.next_s() for _ in range(5)]
    for wait, middle in zip(waits, (1.0, 2.0, 4.0, 4.0, 4.0), strict=True):
        assert 0.5 * middle <= wait <= 1.5 * middle
    backoff.reset()
    assert backoff.next_s() <= 1.5
