"""Retries: what a background job does after an error, and how long it waits."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from typing import NoReturn

from isotherm.process.background import Job
from isotherm.process.connections import AWAY
from isotherm.process.outage import Outage

FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 5.0


class Backoff:
    """Growing waits with jitter, so that many processes do not retry at the same moment."""

    def __init__(self, first_s: float = FIRST_WAIT_S, longest_s: float = LONGEST_WAIT_S) -> None:
        self._first_s, self._longest_s = first_s, longest_s
        self._next_s = first_s

    def next_s(self) -> float:
        """Return how long to wait before the next try, in seconds; the wait after it doubles."""
        wait_s = self._next_s * random.uniform(0.5, 1.5)  # noqa: S311  jitter, not a secret
        self._next_s = min(self._next_s * 2, self._longest_s)
        return wait_s

    def reset(self) -> None:
        """Begin with short waits again, after a success."""
        self._next_s = self._first_s


class Recovery:
    """What follows a failed or successful try of one background job: log, health, and back-off.

    Errors of the types `expected` mean that something is unavailable; their text is logged. Any
    other error is a defect and is logged with its traceback.
    """

    def __init__(
        self,
        outage: Outage,
        job: Job,
        *,
        backoff: Backoff | None = None,
        expected: tuple[type[Exception], ...] = AWAY,
    ) -> None:
        self._outage, self._job, self._expected = outage, job, expected
        self._backoff = backoff or Backoff()

    def within(self, within_s: float | None) -> AbstractContextManager[None]:
        """Do a try that cannot legitimately last longer, as `Job.within`; None is without bound."""
        return nullcontext() if within_s is None else self._job.within(within_s)

    def failed(self, error: BaseException) -> float:
        """Log and count a failed try; return how long to wait before the next one, in seconds."""
        defect = None if _is_expected(error, self._expected) else error
        self._outage.began(error, traceback=defect)
        self._job.failed(error)
        return self._backoff.next_s()

    def succeeded(self) -> None:
        """End the outage in log and health, and begin with short waits again."""
        self._outage.ended()
        self._job.succeeded()
        self._backoff.reset()

    def left_to_another(self) -> None:
        """Forget failures, as another process does the work by now; whether it can is its own."""
        self._outage.forget()
        self._job.forget()
        self._backoff.reset()


async def keep(
    step: Callable[[], Awaitable[object]],
    recovery: Recovery,
    *,
    rest_s: float | Callable[[], float] = 0.0,
    within_s: float | None = None,
) -> NoReturn:
    """Repeat `step` until cancelled; no error ends it.

    Neither does a CancelledError that is not this task's own: a step may await what somebody else
    cancels, and a TaskGroup would not notice that the task has ended.

    It rests for `rest_s` seconds after a step that returned (0 only yields to the event loop), and
    as long as `recovery` says after an error. A step that lasts, such as a connection, calls
    `recovery.succeeded` itself as soon as it is established. Any other may say within how many
    seconds it ends, so that health tells if it does not.
    """
    while True:
        try:
            with recovery.within(within_s):
                await step()
            raise_if_cancelled()
        except (Exception, asyncio.CancelledError) as error:
            raise_if_cancelled()
            await asyncio.sleep(recovery.failed(error))
        else:
            recovery.succeeded()
            await asyncio.sleep(rest_s() if callable(rest_s) else rest_s)


def raise_if_cancelled() -> None:
    """Raise CancelledError if this task was cancelled, also if an awaited call swallowed it.

    Before Python 3.12 `asyncio.wait_for` does so if its future ends at the same moment; a loop that
    did not check would then go on for ever, and its process would not end.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _is_expected(error: BaseException, expected: tuple[type[Exception], ...]) -> bool:
    """Return whether an error, or every error in a group of them, is of the expected types."""
    if isinstance(error, BaseExceptionGroup):
        return all(_is_expected(inner, expected) for inner in error.exceptions)
    return isinstance(error, expected)
