"""What Tilt applies: the chart's objects, always the same, and changed only for live updates."""

from pathlib import Path

import pytest

from chart import Object, containers, pods, render
from isotherm_devstack.state.credentials import load_or_generate
from kind_secrets import manifests, secrets
from tilt_record import Recorded
from tiltfile import ROOT, chosen, evaluate

LIVE = {"ingest", "worker", "api", "frontend"}
VALUES = ROOT / "k8s" / "values.yaml"
Key = tuple[str, str]


def key(manifest: Object) -> Key:
    return manifest["kind"], manifest["metadata"]["name"]


@pytest.fixture(scope="module")
def tilt() -> Recorded:
    return chosen()


def test_two_renderings_are_equal(tilt: Recorded) -> None:
    assert evaluate().yaml == tilt.yaml


def test_it_is_the_chart_with_the_values_of_this_folder(tilt: Recorded, tmp_path: Path) -> None:
    ours = {key(manifest): manifest for manifest in tilt.objects()}
    credentials = load_or_generate(tmp_path / "secrets.json")
    added = {("Namespace", "isotherm"), *map(key, manifests(secrets(credentials)))}
    assert len(ours) == len(tilt.objects())
    assert ours.keys() - added == {key(manifest) for manifest in render(VALUES)}
    assert not [manifest for manifest in render(VALUES) if manifest["kind"] == "Secret"]


def test_only_what_live_updates_need_differs_from_the_chart(tilt: Recorded) -> None:
    ours = {key(manifest): manifest for manifest in tilt.objects()}
    for expected in render(VALUES):
        name = expected["metadata"]["labels"]["app.kubernetes.io/component"]
        if name in LIVE and expected["kind"] in ("Deployment", "StatefulSet"):
            (container,) = expected["spec"]["template"]["spec"]["containers"]
            container["securityContext"]["readOnlyRootFilesystem"] = False
            if name != "frontend":
                container["command"] = ["python", "/opt/isotherm/restart.py", f"isotherm-{name}"]
        found = ours[key(expected)]
        if expected["kind"] != "PriorityClass":
            assert found["metadata"].pop("namespace") == "isotherm"
        assert found == expected, key(expected)


def test_no_secret_of_the_chart_is_missing(tilt: Recorded) -> None:
    secret_keys = {
        manifest["metadata"]["name"]: set(manifest["stringData"])
        for manifest in tilt.objects()
        if manifest["kind"] == "Secret"
    }
    used = set()
    for pod in pods(tilt.objects()).values():
        for container in containers(pod):
            for variable in container.get("env", []):
                reference = variable.get("valueFrom", {}).get("secretKeyRef")
                if reference:
                    assert reference["key"] in secret_keys[reference["name"]], reference
                    used.add(reference["name"])
    assert used == set(secret_keys)


def test_pods_are_as_strict_as_in_an_installation(tilt: Recorded) -> None:
    (namespace,) = [manifest for manifest in tilt.objects() if manifest["kind"] == "Namespace"]
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_prometheus_is_there_if_asked_for() -> None:
    without = set(map(key, chosen().objects()))
    added = set(map(key, chosen("observe").objects())) - without
    assert ("StatefulSet", "isotherm-prometheus") in added
    assert all(
        name.startswith("isotherm-prometheus") or name.endswith("-metrics") for _, name in added
    )
