"""Exactly the arrows of the design: all others time out; and only restricted pods are admitted."""

import json
from typing import Any

import pytest

from cluster_kube import CommandError, Kube, until
from cluster_release import FOLDER, Hand, Release

# who may connect to what, as docs/architecture.md draws it
ALLOWED: dict[str, set[str]] = {
    "ingest": {"broker", "database", "kubernetes"},
    "worker": {"broker", "database"},
    "api": {"database", "keycloak"},
    "frontend": {"api", "keycloak"},
    "keycloak": {"database"},
    "postgresql": set(),
    "migrate": {"database"},
    "realm": {"keycloak"},
    "backup": {"database"},
    "restore": {"database"},
    "tests": {"api", "frontend", "keycloak", "devices"},
    # something else in the namespace: what is open to people and devices
    "stranger": {"frontend", "keycloak", "devices", "kubernetes"},
}


@pytest.fixture(scope="module")
def targets(release: Release, kube: Kube) -> dict[str, str]:
    """Return the address and port of each target, by its name."""

    def pod_ip(component: str) -> str:
        return str(kube.pods(component)[0]["status"]["podIP"])

    def service(suffix: str) -> str:
        spec = kube.get("Service", f"{release.fullname}-{suffix}")["spec"]
        return str(spec["clusterIP"])

    def address(suffix: str, component: str) -> str:
        ip = service(suffix)
        return pod_ip(component) if ip == "None" else ip

    kubernetes = Kube("default").get("Service", "kubernetes")["spec"]["clusterIP"]
    return {
        "database": f"{address('postgresql', 'postgresql')}:5432",
        "broker": f"{address('mosquitto', 'mosquitto')}:1884",
        "devices": f"{address('mosquitto-devices', 'mosquitto')}:1883",
        "keycloak": f"{address('keycloak', 'keycloak')}:8080",
        "keycloak management": f"{pod_ip('keycloak')}:9000",
        "api": f"{address('api', 'api')}:8000",
        "frontend": f"{address('frontend', 'frontend')}:3000",
        **{
            f"{part} management": f"{pod_ip(part)}:9090"
            for part in ("api", "ingest", "worker", "frontend")
        },
        "kubernetes": f"{kubernetes}:443",
    }


@pytest.fixture(scope="module")
def probes(release: Release, kube: Kube, hand: Hand) -> Any:
    """A pod with the labels of each component, which no Service sends anybody to."""
    for component in ALLOWED:
        labels = release.labels(component)
        if component == "stranger":
            labels = {"app": "stranger"}
        command = ["python3", "-c", "import time; time.sleep(3600)"]
        pod = release.pod_of_tests(f"e2e-probe-{component}", labels, command)
        pod["spec"]["terminationGracePeriodSeconds"] = 0
        (container,) = pod["spec"]["containers"]
        container["env"] = []
        # never ready, so that no Service sends anybody here
        container["readinessProbe"] = {"exec": {"command": ["false"]}, "periodSeconds": 60}
        kube.apply(pod)
    for component in ALLOWED:
        name = f"e2e-probe-{component}"

        def runs(name: str = name) -> bool:
            return bool(kube.get("Pod", name)["status"]["phase"] == "Running")

        until(f"{name} runs", runs)
    yield
    names = [f"e2e-probe-{component}" for component in ALLOWED]
    kube.kubectl("delete", "pod", *names, "--force", "--ignore-not-found")


@pytest.mark.parametrize("component", ALLOWED)
def test_only_the_arrows_of_the_design(
    component: str, probes: None, targets: dict[str, str], kube: Kube, release: Release
) -> None:
    pod = f"e2e-probe-{component}"
    allowed = {targets[name] for name in ALLOWED[component]}

    def look() -> dict[str, str]:
        said = kube.execute(pod, "python3", f"{FOLDER}/reach.py", *targets.values())
        return dict(json.loads(said.splitlines()[-1]))

    # a new pod is admitted to what it may reach only after a moment
    until(
        f"{component} reaches {sorted(ALLOWED[component])}",
        lambda: all(look()[address] == "open" for address in allowed),
        60,
    )
    outcomes = look()
    for name, address in targets.items():
        wanted = "open" if address in allowed else "timeout"
        assert outcomes[address] == wanted, (
            f"{component} to {name} ({address}): {outcomes[address]}"
        )
    release.figures["arrows_tried"] = release.figures.get("arrows_tried", 0) + len(targets)


def test_the_broker_reaches_only_the_database(
    targets: dict[str, str], kube: Kube, release: Release
) -> None:
    (pod,) = kube.pods("mosquitto")
    script = (kube.get("ConfigMap", "e2e-scripts"))["data"]["reach.py"]
    said = kube.execute(
        pod["metadata"]["name"], "python3", "-", *targets.values(), container="keeper", stdin=script
    )
    outcomes = json.loads(said.splitlines()[-1])
    own = {targets["broker"], targets["devices"]}
    for name, address in targets.items():
        if address not in own:
            wanted = "open" if name == "database" else "timeout"
            assert outcomes[address] == wanted, f"mosquitto to {name}: {outcomes[address]}"


@pytest.mark.parametrize("breach", ["privileged", "root", "capabilities", "host", "seccomp"])
def test_a_pod_that_is_not_restricted_is_refused(breach: str, kube: Kube, release: Release) -> None:
    pod = release.pod_of_tests("e2e-breach", {"app": "breach"}, ["true"])
    (container,) = pod["spec"]["containers"]
    match breach:
        case "privileged":
            container["securityContext"]["privileged"] = True
            container["securityContext"]["allowPrivilegeEscalation"] = True
        case "root":
            pod["spec"]["securityContext"] |= {"runAsNonRoot": False, "runAsUser": 0}
        case "capabilities":
            container["securityContext"]["capabilities"] = {"add": ["NET_RAW"]}
        case "host":
            pod["spec"]["hostNetwork"] = True
        case _:
            pod["spec"]["securityContext"]["seccompProfile"] = {"type": "Unconfined"}
    with pytest.raises(CommandError, match='violates PodSecurity "restricted'):
        kube.apply(pod)
