"""One name everywhere: folder, component, object, container, image, values and code."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from chart import CHART, Object, containers, named, render, sources
from chart_pods import workloads
from chart_profiles import ALL, OPERATORS, defaults, every_profile
from isotherm import __version__
from isotherm_devstack.host.paths import REPOSITORY
from isotherm_images.components import COMPONENTS

OWN = ("ingest", "worker", "api", "frontend")
TEMPLATES = CHART / "templates"
FOLDERS = {folder.name for folder in TEMPLATES.iterdir() if folder.is_dir()}
WITHOUT_VALUES = {"shared", "tests"}
"""Folders of what has no values of its own."""
KINDS = {
    "dashboards": "ConfigMap", "rbac": "Role", "poddisruptionbudget": "PodDisruptionBudget",
}  # fmt: skip
"""Files that are not named for the kind in them."""


@pytest.fixture(params=ALL, ids=str)
def sourced(request: pytest.FixtureRequest) -> list[tuple[str, Object]]:
    """Each object of a profile with its template."""
    return sources(ALL[request.param], api_versions=OPERATORS)


def every_source() -> Iterator[tuple[str, list[tuple[str, Object]]]]:
    for name, values in ALL.items():
        yield name, sources(values, api_versions=OPERATORS)


def test_objects_and_labels_are_named_for_their_folder(sourced: list[tuple[str, Object]]) -> None:
    for path, manifest in sourced:
        folder = path.partition("/")[0]
        labels = manifest["metadata"]["labels"]
        assert labels["app.kubernetes.io/component"] == folder, path
        assert labels["app.kubernetes.io/name"] == labels["app.kubernetes.io/part-of"] == "isotherm"
        assert labels["app.kubernetes.io/instance"] == "isotherm"
        if folder not in ("shared", "monitoring"):
            name = manifest["metadata"]["name"]
            wide = manifest["kind"] == "PriorityClass"
            assert wide or re.fullmatch(rf"isotherm-{folder}(-[a-z0-9-]+)?", name), path


def test_a_file_is_named_for_the_kind_in_it(sourced: list[tuple[str, Object]]) -> None:
    kinds = defaultdict(set)
    for path, manifest in sourced:
        kinds[path].add(manifest["kind"].lower())
    for path, present in kinds.items():
        file = path.rpartition("/")[2].removesuffix(".yaml")
        assert any(
            file.startswith(kind) or kind.startswith(file) or file in KINDS for kind in present
        ), path


def test_a_workload_has_its_component_in_all_names(sourced: list[tuple[str, Object]]) -> None:
    objects = [manifest for _, manifest in sourced]
    for workload in workloads(objects):
        labels = workload.pod["metadata"]["labels"]
        # without the version, a database does not restart for a new chart
        own = dict(workload.object["metadata"]["labels"])
        versions = ("app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart")
        stable = {name: label for name, label in own.items() if name not in versions}
        assert labels.items() >= stable.items(), workload.name
        selector = workload.object["spec"].get("selector")
        if selector:
            assert selector["matchLabels"] == {
                "app.kubernetes.io/name": "isotherm",
                "app.kubernetes.io/instance": "isotherm",
                "app.kubernetes.io/component": workload.component,
            }
        if workload.runs_on:
            assert workload.component in {
                container["name"] for container in containers(workload.pod)
            }, workload.name


def test_every_folder_has_values() -> None:
    assert defaults().keys() >= FOLDERS - WITHOUT_VALUES


def test_our_own_parts_are_services_folders_values_and_images() -> None:
    for part in OWN:
        home = REPOSITORY / ("frontend" if part == "frontend" else f"services/{part}")
        assert home.is_dir()
        assert part in FOLDERS
        assert part in defaults()
    for profile, objects in every_profile():
        for workload in workloads(objects):
            if workload.component in OWN:
                (container,) = workload.pod["spec"]["containers"]
                assert container["name"] == workload.component, profile
                assert (
                    container["image"] == f"ghcr.io/isotherm/{workload.component}:{__version__}"
                ), profile


def test_every_image_of_ours_has_a_dockerfile() -> None:
    built = {component.name for component in COMPONENTS if component.dockerfile.is_file()}
    used = {
        container["image"].removeprefix("ghcr.io/isotherm/").partition(":")[0]
        for _, objects in every_profile()
        for workload in workloads(objects)
        for container in containers(workload.pod)
        if container["image"].startswith("ghcr.io/isotherm/")
    }

    assert used == built


def test_versions_of_chart_and_parts_agree() -> None:
    chart = (CHART / "Chart.yaml").read_text()
    versions = {
        re.search(r'^version = "(.*)"', path.read_text(), re.MULTILINE)[1]  # type: ignore[index]  # each has one
        for path in (
            *REPOSITORY.glob("services/*/pyproject.toml"),
            *REPOSITORY.glob("libs/*/pyproject.toml"),
            *REPOSITORY.glob("charts/*/pyproject.toml"),
        )
    }

    assert versions == set(re.findall(r"^appVersion: (.*)$", chart, re.MULTILINE))


def test_every_template_renders_something_somewhere() -> None:
    rendered = {path for _, objects in every_source() for path, _ in objects}

    assert {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("*/*.yaml")} == rendered


def test_services_select_one_workload_and_name_its_ports() -> None:
    for profile, objects in every_profile():
        for service in named(objects, "Service"):
            spec = service["spec"]
            selected = [
                workload
                for workload in workloads(objects)
                if spec["selector"].items() <= workload.pod["metadata"]["labels"].items()
            ]
            name = (profile, service["metadata"]["name"])
            assert len(selected) == 1, name
            ports = {
                port["name"]: port["containerPort"]
                for container in containers(selected[0].pod)
                for port in container.get("ports", [])
            }
            for port in spec["ports"]:
                assert port["targetPort"] in ports, name


def _texts(held: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Each name, namespace, address block and label in an object."""
    if isinstance(held, dict):
        for name, value in held.items():
            if key in ("labels", "matchLabels") or name in ("name", "namespace", "cidr"):
                yield name, value
            yield from _texts(value, name)
    elif isinstance(held, list):
        for entry in held:
            yield from _texts(entry)


def test_names_that_yaml_takes_for_something_else_stay_texts() -> None:
    values = {
        "existingSecret": "2024",
        "image": {"pullSecrets": ["1"]},
        "networkPolicy": {"dnsNamespace": "1", "apiServerCidrs": ["::/0"]},
        "alloy": {"enabled": True},
    }
    for manifest in render(values, name="true", namespace="2024"):
        for key, text in _texts(manifest):
            assert isinstance(text, str), (
                f"{manifest['kind']} {manifest['metadata']['name']}: {key}"
            )
