"""Every profile renders, is what Kubernetes takes, and is the same each time."""

import subprocess
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

import chart
from chart import CHART, Object, named, render
from chart_pods import Workload, workloads
from chart_profiles import OPERATORS, PROFILES, every_profile, objects_of, title
from chart_schemas import faults_of

KUBERNETES = ("1.30", "1.34")
"""The oldest that Chart.yaml admits, and the newest that this was tried on."""

CUSTOM = {
    "PodMonitor": ("selector", "podMetricsEndpoints"),
    "ServiceMonitor": ("selector", "endpoints"),
    "PrometheusRule": ("groups",),
    "HTTPRoute": ("parentRefs", "rules"),
    "Certificate": ("secretName", "issuerRef"),
    "Cluster": ("instances", "storage"),
    "Keycloak": ("instances", "hostname", "db"),
}
"""Kinds of operators, whose schemas Kubernetes does not have, and what their specs need."""


def test_the_profiles_of_the_readme_are_there() -> None:
    assert {title(path) for path in PROFILES} == {"everything-on", "minimal", "production", "small"}
    for profile in PROFILES:
        assert profile.read_text().startswith("# "), profile


@pytest.mark.parametrize("profile", PROFILES, ids=title)
def test_a_profile_passes_the_strict_linter(profile: Path) -> None:
    done = subprocess.run(  # noqa: S603  the chart's own tool
        [chart.program(), "lint", "--strict", CHART, "--values", profile],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("version", KUBERNETES)
def test_kubernetes_takes_every_object(version: str) -> None:
    faults = {
        (profile, manifest["kind"], manifest["metadata"]["name"]): why
        for profile, objects in every_profile()
        for manifest in objects
        if manifest["kind"] not in CUSTOM and (why := list(faults_of(manifest, version)))
    }

    assert faults == {}


def test_the_check_of_schemas_refuses_an_unknown_field() -> None:
    (service, *_) = named(render(), "Service")
    service["spec"]["porst"] = []

    assert list(faults_of(service, KUBERNETES[0]))


def test_objects_of_operators_have_what_they_need() -> None:
    for profile, objects in every_profile():
        for manifest in objects:
            needed = CUSTOM.get(manifest["kind"], ())
            assert set(needed) <= manifest.get("spec", {}).keys(), (
                profile,
                manifest["metadata"]["name"],
            )


def test_no_object_is_there_twice() -> None:
    for profile, objects in every_profile():
        names = [(manifest["kind"], manifest["metadata"]["name"]) for manifest in objects]
        assert len(set(names)) == len(names), profile


def test_names_and_labels_fit_into_kubernetes_limits() -> None:
    objects = render(name="a-release-with-a-name-of-fifty-three-characters-12345")

    for manifest in objects:
        assert len(manifest["metadata"]["name"]) <= 63, manifest["metadata"]["name"]
        assert all(len(label) <= 63 for label in manifest["metadata"]["labels"].values())
    # the controller appends a hash of ten characters and a dash, and a pod's name an ordinal
    for stateful_set in named(objects, "StatefulSet"):
        assert len(stateful_set["metadata"]["name"]) <= 52


@pytest.mark.parametrize("profile", PROFILES, ids=title)
def test_only_generated_secrets_differ_between_renderings(profile: Path) -> None:
    first = objects_of(profile)
    second = render(yaml.safe_load(profile.read_text()), api_versions=OPERATORS)

    assert [_without_secrets(manifest) for manifest in first] == [
        _without_secrets(manifest) for manifest in second
    ]


def test_profiles_with_existing_secrets_are_the_same_each_time() -> None:
    for profile in PROFILES:
        if title(profile) in ("minimal", "production"):
            again = render(yaml.safe_load(profile.read_text()), api_versions=OPERATORS)
            generated = named(again, "Secret")
            if not generated:
                assert objects_of(profile) == again


def _without_secrets(manifest: Object) -> Any:
    """Return an object without generated passwords and the hashes made of them."""
    kept = deepcopy(manifest)
    if kept["kind"] == "Secret":
        kept["data"] = sorted(kept["data"])
    for workload in workloads([kept]):
        for name in list(workload.pod["metadata"].get("annotations", {})):
            if name.startswith("checksum/"):
                del workload.pod["metadata"]["annotations"][name]
    if kept["kind"] == "Job":
        kept["metadata"]["name"] = kept["metadata"]["name"].rpartition("-")[0]
    return kept


def test_two_releases_share_a_namespace() -> None:
    one, other = render(name="north"), render(name="south")
    wide = {"PriorityClass"}

    first = {
        (manifest["kind"], manifest["metadata"]["name"])
        for manifest in one
        if manifest["kind"] not in wide
    }
    assert not first & {(manifest["kind"], manifest["metadata"]["name"]) for manifest in other}


def test_the_small_profile_fits_a_node_of_four_gibibytes() -> None:
    (small,) = (profile for profile in PROFILES if title(profile) == "small")

    requested = sum(
        _requested(workload) for workload in workloads(objects_of(small)) if workload.runs_on
    )
    # kubelet, container runtime, CNI, DNS and an ingress controller take the rest
    assert requested <= 2.5 * 2**30


def test_our_own_parts_request_at_most_640_mebibytes() -> None:
    own = {"ingest", "worker", "api", "frontend"}
    for profile, objects in every_profile():
        by_part = {
            workload.component: workload
            for workload in workloads(objects)
            if workload.component in own
        }
        assert by_part.keys() == own
        pods = sum(_memory(workload.pod["spec"]["containers"]) for workload in by_part.values())
        assert pods <= 640 * 2**20, profile


def _requested(workload: Workload) -> int:
    return int(workload.object["spec"].get("replicas", 1)) * _memory(
        [*workload.pod["spec"]["containers"], *_sidecars(workload.pod)]
    )


def _sidecars(pod: Object) -> list[Object]:
    inits = pod["spec"].get("initContainers", [])
    return [container for container in inits if container.get("restartPolicy") == "Always"]


def _memory(containers: list[Object]) -> int:
    return sum(bytes_of(container["resources"]["requests"]["memory"]) for container in containers)


def bytes_of(quantity: str) -> int:
    """Return a quantity of Kubernetes in bytes."""
    units = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
    return int(quantity[:-2]) * units[quantity[-2:]] if quantity[-2:] in units else int(quantity)


def test_rendering_is_measured() -> None:
    """It should take two seconds at most; the figure is printed, as machines differ."""
    (everything,) = (profile for profile in PROFILES if title(profile) == "everything-on")
    began = time.monotonic()

    render(yaml.safe_load(everything.read_text()) | {"fullnameOverride": "measured"})

    print(f"helm template of everything-on: {time.monotonic() - began:.2f} s")  # noqa: T201
