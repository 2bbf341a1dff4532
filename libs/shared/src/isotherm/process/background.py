"""The health of a process's background jobs: which ones fail now, since when, and why."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from prometheus_client import Counter

FAILURES = Counter(
    "isotherm_process_background_failures_total", "Failed attempts of background jobs", ["name"]
)


class Job:
    """One background job, as `/healthz` shows it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._failing_since: datetime | None = None
        self._why = ""
        FAILURES.labels(name)  # exported as 0 before the first failure

    @property
    def ok(self) -> bool:
        """Whether its last attempt succeeded, or none has ended yet."""
        return self._failing_since is None

    def failed(self, error: BaseException) -> None:
        """Count a failed attempt, and remember the error until one succeeds."""
        FAILURES.labels(self.name).inc()
        self._failing_since = self._failing_since or datetime.now(UTC)
        self._why = type(error).__name__

    def succeeded(self) -> None:
        """Forget earlier failures."""
        self._failing_since = None

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
