"""One `helm install` gives all of it, and `helm test` proves it."""

import re

from cluster_kube import Kube
from cluster_release import Hand, Release


def test_everything_becomes_ready(release: Release, kube: Kube) -> None:
    pods = kube.select("Pod", f"app.kubernetes.io/instance={release.name}")
    running = [p for p in pods if p["status"]["phase"] == "Running"]
    parts = {p["metadata"]["labels"]["app.kubernetes.io/component"] for p in running}
    assert {"ingest", "worker", "api", "frontend", "mosquitto", "postgresql", "keycloak"} <= parts
    for pod in running:
        for status in pod["status"]["containerStatuses"]:
            assert status["ready"], (pod["metadata"]["name"], status)


def test_helm_test_passes_a_second_time_too(release: Release) -> None:
    for number in (1, 2):
        said = release.helm("test", "--timeout", "5m")
        assert "all steps passed" in said
        steps = re.findall(r"ok +(\d+\.\d+) s  (.+)", said)
        release.figures[f"helm_test_{number}_s"] = round(sum(float(s) for s, _ in steps), 1)


def test_a_reading_goes_from_a_device_to_the_page(release: Release, hand: Hand) -> None:
    sensor = hand.run("show", "/sensors/e2e-cluster/load-0")
    assert sensor["latest"]["value"] == 1
    assert sensor["device"]["name"] == "load-0"


def test_an_upgrade_without_a_change_changes_nothing(release: Release, kube: Kube) -> None:
    def pods() -> dict[str, str]:
        label = f"app.kubernetes.io/instance={release.name}"
        items = kube.select("Pod", label)
        return {p["metadata"]["name"]: p["metadata"]["uid"] for p in items}

    secrets = {name: release.secret(name, key) for name, key in SECRETS}
    before = pods()
    release.upgrade()
    assert pods() == before
    assert {name: release.secret(name, key) for name, key in SECRETS} == secrets


SECRETS = (
    ("postgresql", "postgres"),
    ("mosquitto", "admin"),
    ("keycloak", "admin"),
    ("app", "sealing-key"),
)
