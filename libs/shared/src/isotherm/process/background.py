"""The health of a process's background jobs: which ones fail now, since when, and why."""

from collections.abc import Mapping
from datetime import UTC, datetime
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
    " else 0",
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

    def __init__(self, name: str) -> None:
        self.name = name
        self._failing_since: datetime | None = None
        self._why = ""
        self._failures = FAILURES.labels(name)  # exported as 0 before the first failure
        self._failing, self._succeeded = FAILING.labels(name), SUCCEEDED.labels(name)
        self._failing.set(0)
        self._succeeded.set(nan)

    @property
    def ok(self) -> bool:
        """Whether its last attempt succeeded, or none has ended yet."""
        return self._failing_since is None

    def failed(self, error: BaseException) -> None:
        """Count a failed attempt, and remember the error until one succeeds."""
        self._failures.inc()
        self._failing.set(1)
        self._failing_since = self._failing_since or datetime.now(UTC)
        self._why = type(error).__name__

    def succeeded(self) -> None:
        """Forget earlier failures, and remember when."""
        self.forget()
        self._succeeded.set_to_current_time()

    def forget(self) -> None:
        """Forget earlier failures without a success, as when another process does the work."""
        self._failing_since = None
        self._failing.set(0)

    def document(self) -> dict[str, Any]:
        """Return its state as a JSON document.

        Of the error it holds only the type: `/healthz` needs no password, and the text of an error
        may contain an address or a value.
        """
        if self._failing_since is None:
            return {"ok": True}
        since = self._failing_since.isoformat(timespec="seconds")
        return {"ok": False, "since": since, "why": self._why}


class Background:
    """The background jobs of a process, by name."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def job(self, name: str) -> Job:
        """Return the job of a name; the first time, add it."""
        return self._jobs.setdefault(name, Job(name))

    def document(self) -> Mapping[str, Any]:
        """Return the body of `/healthz`: "degraded" while any job fails."""
        if not self._jobs:
            return {"status": "ok"}
        status = "ok" if all(job.ok for job in self._jobs.values()) else "degraded"
        jobs = {name: job.document() for name, job in sorted(self._jobs.items())}
        return {"status": status, "jobs": jobs}
