"""Tilt's page: each part by its name, what it waits for, its ports, and the buttons."""

import subprocess
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import starlark

from chart import containers, one, pods
from isotherm_devstack.state.addresses import USUAL_PORTS
from tilt_record import Forward, Resource
from tiltfile import ROOT, chosen, evaluate

TILT = chosen("observe")
RESOURCES = {resource.name: resource for resource in TILT.resources}
OBJECTS = TILT.objects()
BUTTONS = {"migrate", "seed", "simulator", "tests", "test"}
PORTS = {
    "frontend": {"frontend", "frontend_management"},
    "api": {"api", "api_management"},
    "ingest": {"ingest_management"},
    "worker": {"worker_management"},
    "keycloak": {"keycloak"},
    "mosquitto": {"mqtt"},
    "postgresql": {"postgres"},
    "prometheus": {"prometheus"},
}
"""The ports of `make up`, by the part that answers there."""


def workloads() -> dict[str, str]:
    """Return the component of each workload, by its name."""
    label = "app.kubernetes.io/component"
    return {
        name.partition("/")[2]: pod["metadata"]["labels"][label]
        for name, pod in pods(OBJECTS).items()
    }


def after(name: str) -> set[str]:
    """Return all that a resource waits for, directly or not."""
    needs = RESOURCES[name].needs
    return set(needs).union(*(after(need) for need in needs))


def test_each_workload_is_a_resource_of_its_parts_name() -> None:
    named = {resource.workload: resource.name for resource in TILT.resources if resource.workload}
    assert named == workloads()
    folders = {path.name for path in (ROOT / "charts/isotherm/templates").iterdir()}
    assert set(named.values()) <= folders


@pytest.mark.parametrize("choices", [(), ("empty",), ("observe",)])
def test_each_object_belongs_to_a_resource(choices: tuple[str, ...]) -> None:
    assert chosen(*choices).free == {}


def test_names_are_unique_and_every_resource_has_a_group() -> None:
    assert len(RESOURCES) == len(TILT.resources)
    for resource in TILT.resources:
        assert len(resource.labels) == 1, resource


def test_what_is_waited_for_exists_and_nothing_waits_for_itself() -> None:
    graph = {resource.name: set(resource.needs) for resource in TILT.resources}
    assert set().union(*graph.values()) <= graph.keys()
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("postgresql", {"shared"}),  # its password
        ("migrate", {"postgresql"}),
        ("keycloak", {"migrate"}),  # which makes its database
        ("realm", {"keycloak"}),
        ("mosquitto", {"migrate"}),  # accounts are rendered from the database
        ("worker", {"migrate", "mosquitto"}),
        ("ingest", {"migrate", "mosquitto"}),
        ("api", {"migrate", "realm"}),
        ("frontend", {"api", "realm"}),
        ("simulator", {"ingest", "worker"}),
        ("seed", {"realm", "migrate", "postgresql"}),
        ("tests", {"frontend", "ingest", "worker", "realm"}),
    ],
)
def test_a_part_waits_for_what_it_needs(name: str, first: set[str]) -> None:
    assert first <= after(name)


def test_nothing_that_starts_waits_for_what_does_not() -> None:
    for choices in ((), ("empty",), ("observe",)):
        resources = {resource.name: resource for resource in chosen(*choices).resources}
        for resource in resources.values():
            if resource.auto_init:
                assert all(resources[need].auto_init for need in resource.needs), resource


def test_ports_are_those_of_make_up() -> None:
    forwarded = {
        resource.name: {to.local for to in resource.forwards} for resource in TILT.resources
    }
    assert {name: ports for name, ports in forwarded.items() if ports} == {
        part: {USUAL_PORTS[name] for name in names} for part, names in PORTS.items()
    }
    used = Counter(port for ports in forwarded.values() for port in ports)
    assert set(used.values()) == {1}


def test_forwards_lead_to_ports_that_a_container_has() -> None:
    components = workloads()
    for name, pod in pods(OBJECTS).items():
        has = {
            port["containerPort"]
            for container in containers(pod)
            for port in container.get("ports", [])
        }
        for forward in RESOURCES[components[name.partition("/")[2]]].forwards:
            assert isinstance(forward, Forward)
            assert forward.container in has, (name, forward)
            assert forward.host is None  # localhost, as the addresses that people type


def test_addresses_of_the_pages_and_of_keycloak_are_those_ports() -> None:
    data = one(OBJECTS, "ConfigMap", "-frontend")["data"]
    assert data["ISOTHERM_PUBLIC_URL"] == f"http://localhost:{USUAL_PORTS['frontend']}"
    issuer = f"http://localhost:{USUAL_PORTS['keycloak']}/idp/realms/isotherm"
    assert data["ISOTHERM_OIDC_ISSUER"] == issuer


def test_a_change_of_shared_code_restarts_only_what_is_live() -> None:
    """Other images hold shared code as well: a change waits there for the button."""
    shared = {image.ref for image in TILT.images if "libs/shared" in image.only}
    live = {image.ref for image in TILT.images if image.live_update}
    components = workloads()
    for name, pod in pods(OBJECTS).items():
        resource = RESOURCES[components[name.partition("/")[2]]]
        own = {container["image"].rpartition(":")[0] for container in containers(pod)}
        main = {container["image"].rpartition(":")[0] for container in pod["spec"]["containers"]}
        if own & shared or (own & live and not main & live):
            assert resource.by_hand, name
        if main & live:
            assert not resource.by_hand, name


def test_there_is_a_button_for_each_task() -> None:
    assert RESOURCES.keys() >= BUTTONS
    for name in BUTTONS:
        assert RESOURCES[name].by_hand, name


def test_commands_of_buttons_exist() -> None:
    for resource in TILT.resources:
        if resource.command is None:
            continue
        words = resource.command.split() if isinstance(resource.command, str) else resource.command
        if words[0] == "make":
            argv = ["make", "--dry-run", *words[1:]]
            done = subprocess.run(argv, cwd=ROOT, check=False, capture_output=True)  # noqa: S603  ours
            assert done.returncode == 0, done.stderr
        else:
            program, script = words
            assert program == ".venv/bin/python"
            assert (ROOT / script).is_file()


def test_an_empty_system_starts_without_the_demo() -> None:
    tilt = chosen("empty")
    started = {resource.name for resource in tilt.resources if resource.auto_init}
    full = {resource.name for resource in chosen().resources if resource.auto_init}
    assert full - started == {"simulator", "seed"}
    assert RESOURCES.keys() - full == {"tests", "test", "prometheus"}


def test_parts_can_be_chosen() -> None:
    assert evaluate({"parts": ["api"]}).enabled == ["api"]
    assert chosen().enabled == []
    assert set(TILT.defined) == {"parts", "empty", "observe"}


def test_another_cluster_is_refused() -> None:
    with pytest.raises(starlark.StarlarkError, match="make kind"):
        evaluate(context="production")
    assert TILT.contexts == ["kind-isotherm"]


def test_a_missing_environment_is_named(tmp_path: Path) -> None:
    with pytest.raises(starlark.StarlarkError, match="Python environment is missing"):
        evaluate(home=tmp_path)


@pytest.mark.parametrize(
    "call",
    [
        'k8s_resource("isotherm-api", dependencies = [])',
        'k8s_resource("isotherm-api")',  # nothing was applied before
        'docker_build("api", ".", onyl = [])',
        'helm("charts/isotherm", release = "isotherm")',
        'load("ext://uibutton", "cmd_button")',
        "tilt_up()",
    ],
)
def test_what_tilt_does_not_know_fails(call: str) -> None:
    with pytest.raises(starlark.StarlarkError):
        evaluate(text=call)


def test_watched_files_exist() -> None:
    assert "charts/isotherm" in TILT.watched
    for path in TILT.watched:
        assert (ROOT / path).exists(), path


def test_a_button_is_recorded_as_one() -> None:
    """The stand-ins themselves."""
    call = 'local_resource("a", "true", labels = "x", trigger_mode = TRIGGER_MODE_MANUAL)'
    assert evaluate(text=call).resources == [Resource("a", [], ["x"], True, True, command="true")]
