"""Health shows which background jobs fail, since when, and with which error."""

from datetime import UTC, datetime, timedelta
from math import isnan

from isotherm.process.background import FAILING, FAILURES, SUCCEEDED, Background


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


def test_a_job_whose_failures_are_forgotten_has_not_succeeded() -> None:
    job = Background().job("forgetting")
    job.failed(OSError())
    job.forget()
    assert job.ok
    assert FAILING.labels("forgetting")._value.get() == 0
    assert isnan(SUCCEEDED.labels("forgetting")._value.get())
