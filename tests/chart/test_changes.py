"""What changes with the values: pods roll, and jobs get another name."""

from typing import Any

import pytest

from chart import Object, named, render
from chart_pods import workloads
from chart_profiles import OPERATORS

EXISTING: dict[str, Any] = {
    "existingSecret": "app",
    "postgresql": {"existingSecret": "database"},
    "mosquitto": {"existingSecret": "broker"},
    "keycloak": {"existingSecret": "keycloak"},
    "grafana": {"existingSecret": "grafana"},
}
"""With these, two renderings differ in nothing that the test does not change."""


def _merged(values: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    merged = dict(values)
    for key, value in change.items():
        held = merged.get(key)
        merged[key] = (
            _merged(held, value) if isinstance(held, dict) and isinstance(value, dict) else value
        )
    return merged


def _templates(change: dict[str, Any]) -> dict[str, Object]:
    objects = render(_merged(EXISTING, change), api_versions=OPERATORS)
    return {workload.name: workload.pod for workload in workloads(objects)}


def _rolled(change: dict[str, Any]) -> set[str]:
    before, after = _templates({}), _templates(change)
    changed = {name for name, pod in after.items() if before.get(name) != pod}
    return {name.partition("/")[2].removeprefix("isotherm-") for name in changed}


@pytest.mark.parametrize(
    ("change", "rolled"),
    [
        ({"ingest": {"batchMessages": 5000}}, {"ingest"}),
        ({"worker": {"daysAhead": 9}}, {"worker"}),
        ({"loki": {"retention": "48h"}}, {"loki"}),
        ({"grafana": {"loginForm": True}}, {"grafana"}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_setting_rolls_the_pods_that_read_it_and_no_other(
    change: dict[str, Any], rolled: set[str]
) -> None:
    assert _rolled(change) == rolled


def test_the_log_level_rolls_all_parts_of_ours() -> None:
    assert {"ingest", "worker", "api", "frontend"} <= _rolled({"logLevel": "debug"})


def _jobs(change: dict[str, Any]) -> dict[str, Object]:
    objects = render(_merged(EXISTING, change), api_versions=OPERATORS)
    jobs = named(objects, "Job")
    return {job["metadata"]["labels"]["app.kubernetes.io/component"]: job for job in jobs}


def test_a_job_of_another_image_has_another_name() -> None:
    before, after = _jobs({}), _jobs({"image": {"tag": "9.9.9"}})

    assert {"migrate", "realm"} <= before.keys() == after.keys()
    for component, job in before.items():
        assert after[component]["metadata"]["name"] != job["metadata"]["name"], component


def test_a_job_of_other_values_has_another_name() -> None:
    """A Job cannot be changed: with the same name, an upgrade would fail."""
    for change in (
        {"publicUrl": "https://other.example.org"},
        {"migrate": {"resources": {"requests": {"memory": "99Mi"}}}},
        {"realm": {"resources": {"requests": {"memory": "99Mi"}}}},
        {"postgresql": {"existingSecret": "another"}},
        {"nodeSelector": {"disk": "fast"}},
        {"commonLabels": {"team": "other"}},
    ):
        before, after = _jobs({}), _jobs(change)
        for component, job in before.items():
            if after[component]["spec"] != job["spec"]:
                assert after[component]["metadata"]["name"] != job["metadata"]["name"], component


def test_a_job_that_has_not_changed_keeps_its_name() -> None:
    before, after = _jobs({}), _jobs({"ingest": {"batchMessages": 5000}})

    assert before == after


def test_jobs_are_not_deleted_by_themselves_and_are_no_hooks() -> None:
    """A tool that compares would make them again, and a hook deadlocks with a bundled database."""
    for component, job in _jobs({}).items():
        assert "ttlSecondsAfterFinished" not in job["spec"], component
        assert "helm.sh/hook" not in job["metadata"].get("annotations", {}), component


def test_claims_do_not_change_with_the_version() -> None:
    """Kubernetes refuses any change of a StatefulSet's claims, labels included."""
    for change in ({"commonLabels": {"team": "x"}}, {"image": {"tag": "9"}}):
        for kept, now in zip(
            named(render(_merged(EXISTING, {})), "StatefulSet"),
            named(render(_merged(EXISTING, change)), "StatefulSet"),
            strict=True,
        ):
            for field in ("volumeClaimTemplates", "selector", "serviceName", "podManagementPolicy"):
                assert kept["spec"].get(field) == now["spec"].get(field), kept["metadata"]["name"]
            for claim in kept["spec"].get("volumeClaimTemplates", []):
                assert (
                    not {"helm.sh/chart", "app.kubernetes.io/version"}
                    & claim["metadata"].get("labels", {}).keys()
                )
