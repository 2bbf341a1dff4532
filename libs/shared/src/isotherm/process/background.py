"""The health of a process's background jobs: which ones fail or hang, since when, and why."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from math import nan
from typing import Any

from isotherm.process.metrics import counter, gauge

_NAME = "the background jobs of the part, as `/healthz` lists them"
FAILURES = counter(
    "isotherm_process_background_failures_total", "Failed attempts of background jobs", name=_NAME
)
FAILING = gauge(
    "isotherm_process_background_failing",
    "1 while the last attempt of a background job has failed and no other process does it by now,"
    " or one lasts far too long, else 0",
    name=_NAME,
)
SUCCEEDED = gauge(
    "isotherm_process_background_success_timestamp_seconds",
    "When an attempt of a background job last succeeded, or a connection that lasts was made; NaN"
    " before the first",
    name=_NAME,
)


class Job:
    """One background job, as `/healthz` shows it."""

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.name, self._clock = name, clock
        self._failing_since: datetime | None = None
        self._why = ""
        self._step: tuple[float, float] | None = None
        self._failures = FAILURES.labels(name)  # exported as 0 before the first failure
        self._succeeded = SUCCEEDED.labels(name)
        FAILING.labels(name).set_function(lambda: float(not self.ok))
        self._succeeded.set(nan)

    @property
    def ok(self) -> bool:
        """Whether its last attempt succeeded, or none has ended yet, and none lasts too long."""
        return self._failing_since is None and self._overdue_s is None

    @property
    def _overdue_s(self) -> float | None:
        """How long a step that should have ended has lasted, in seconds; None if none has."""
        step = self._step
        if step is None:
            return None
        began, within_s = step
        lasted_s = self._clock() - began
        return lasted_s if lasted_s > within_s else None

    @contextmanager
    def within(self, within_s: float) -> Iterator[None]:
        """Do a step that cannot legitimately last longer; health says so if it does.

        This does not end it: what it waits for has a bound of its own.
        """
        self._step = self._clock(), within_s
        try:
            yield
        finally:
            self._step = None

    def failed(self, error: BaseException) -> None:
        """Count a failed attempt, and remember the error until one succeeds."""
        self._failures.inc()
        self._failing_since = self._failing_since or datetime.now(UTC)
        self._why = type(error).__name__

    def succeeded(self) -> None:
        """Forget earlier failures, and remember when."""
        self.forget()
        self._succeeded.set_to_current_time()

    def forget(self) -> None:
        """Forget earlier failures without a success, as when another process does the work."""
        self._failing_since = None

    def document(self) -> dict[str, Any]:
        """Return its state as a JSON document.

        Of the error it holds only the type: `/healthz` needs no password, and the text of an error
        may contain an address or a value.
        """
        overdue_s, since, why = self._overdue_s, self._failing_since, self._why
        if overdue_s is not None:
            since = since or datetime.now(UTC) - timedelta(seconds=overdue_s)
            why = f"has not ended for {overdue_s:.0f} s"
        if since is None:
            return {"ok": True}
        return {"ok": False, "since": since.isoformat(timespec="seconds"), "why": why}


class Background:
    """The background jobs of a process, by name."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def job(self, name: str) -> Job:
        """Return the job of a name; the first time, add it."""
        if name not in self._jobs:
            # no other Job of the name is made: the last one made has its metrics
            self._jobs[name] = Job(name)
        return self._jobs[name]

    def document(self) -> Mapping[str, Any]:
        """Return the body of `/healthz`: "degraded" while any job fails."""
        if not self._jobs:
            return {"status": "ok"}
        status = "ok" if all(job.ok for job in self._jobs.values()) else "degraded"
        jobs = {name: job.document() for name, job in sorted(self._jobs.items())}
        return {"status": status, "jobs": jobs}
