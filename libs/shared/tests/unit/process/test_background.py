"""Health shows which background jobs fail, since when, and with which error."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from math import isnan

from prometheus_client import REGISTRY

from isotherm.process.background import FAILURES, SUCCEEDED, Background, Job


def test_a_process_without_jobs_is_well() -> None:
    assert Background().document() == {"status": "ok"}


def test_a_name_stands_for_one_job() -> None:
    background = Background()
    assert background.job("rollups") is background.job("rollups")


def test_a_failing_job_degrades_the_process_until_it_succeeds() -> None:
    background = Background()
    job, _ = background.job("failing"), background.job("other")
    before = FAILURES.labels("failing")._value.get()
    for _ in range(2):
        job.failed(OSError("at 10.0.0.1"))
    document = background.document()
    assert document["status"] == "degraded"
    assert document["jobs"]["other"] == {"ok": True}
    failing = document["jobs"]["failing"]
    assert (failing["ok"], failing["why"]) == (False, "OSError")
    age = datetime.now(UTC) - datetime.fromisoformat(failing["since"])
    assert timedelta() <= age < timedelta(minutes=1)
    assert FAILURES.labels("failing")._value.get() == before + 2
    job.succeeded()
    assert background.document()["status"] == "ok"


def failing(name: str) -> float | None:
    """Return the metric of a job."""
    return REGISTRY.get_sample_value("isotherm_process_background_failing", {"name": name})


def test_a_job_whose_failures_are_forgotten_has_not_succeeded() -> None:
    job = Background().job("forgetting")
    job.failed(OSError())
    job.forget()
    assert job.ok
    assert failing("forgetting") == 0
    assert isnan(SUCCEEDED.labels("forgetting")._value.get())


def test_a_step_that_lasts_too_long_shows_until_it_ends() -> None:
    now = 0.0
    job = Job("lasting", lambda: now)
    with job.within(300):
        now = 300.0
        assert job.document() == {"ok": True}
        assert failing("lasting") == 0
        now = 301.4
        document = job.document()
        assert (document["ok"], document["why"]) == (False, "has not ended for 301 s")
        age = datetime.now(UTC) - datetime.fromisoformat(document["since"])
        assert timedelta(seconds=301) <= age < timedelta(seconds=361)
        assert failing("lasting") == 1
    assert job.document() == {"ok": True}
    assert failing("lasting") == 0


def test_a_failing_job_that_then_hangs_keeps_the_time_when_it_began_to_fail() -> None:
    now = 0.0
    job = Job("hanging", lambda: now)
    job.failed(OSError())
    since = job.document()["since"]
    with job.within(300):
        now = 400.0
        assert job.document() == {"ok": False, "since": since, "why": "has not ended for 400 s"}
    assert job.document() == {"ok": False, "since": since, "why": "OSError"}


def test_a_step_that_fails_has_ended() -> None:
    now = 0.0
    job = Job("ended", lambda: now)
    with suppress(ValueError), job.within(1):
        raise ValueError
    now = 100.0
    assert job.ok


def test_a_job_that_is_asked_for_again_keeps_its_metrics() -> None:
    background = Background()
    background.job("asked").succeeded()
    succeeded = SUCCEEDED.labels("asked")._value.get()
    background.job("asked").failed(OSError())
    assert background.job("asked").ok is False
    assert failing("asked") == 1
    assert SUCCEEDED.labels("asked")._value.get() == succeeded


def test_a_process_with_a_job_that_hangs_is_degraded() -> None:
    background = Background()
    with background.job("hung").within(-1):
        assert background.document()["status"] == "degraded"
